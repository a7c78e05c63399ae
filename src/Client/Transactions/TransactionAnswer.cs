using System.Text.Json.Serialization;

namespace BookRecs.Client.Transactions;

/// <summary>The answer to a batch.</summary>
/// <param name="Transactions">One row for each transaction, in the order of the request.</param>
public sealed record TransactionAnswer(IReadOnlyList<TransactionRow> Transactions)
{
    /// <summary>After which time the failed rows may succeed, or null.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }
}
