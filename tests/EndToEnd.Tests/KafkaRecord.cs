using System.Text.Json;

namespace BookRecs.EndToEnd.Tests;

/// <summary>Values of records as a shop writes them, without any code of the project.</summary>
internal static class KafkaRecord
{
    public static string Purchase(string transactionId, string userId, string itemId) =>
        JsonSerializer.Serialize(new { version = 1, transaction_id = transactionId, user_id = userId, item_id = itemId, kind = "purchase" });
}
