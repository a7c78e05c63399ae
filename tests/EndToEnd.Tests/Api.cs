using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace BookRecs.EndToEnd.Tests;

/// <summary>The HTTP calls of the tests, as a shop would send them.</summary>
internal static class Api
{
    public static async Task<JsonNode> GetJsonAsync(this SiloProcess silo, string path, CancellationToken cancellationToken, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await silo.Http.GetAsync(path, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.StatusCode == expected, $"GET {path} answered {(int)response.StatusCode}, not {(int)expected}: {body}");
        return JsonNode.Parse(body)!;
    }

    public static async Task<(HttpStatusCode Status, JsonNode Body)> PostTransactionsAsync(
        this SiloProcess silo, IEnumerable<object> transactions, CancellationToken cancellationToken)
    {
        using var response = await silo.Http.PostAsJsonAsync("/v1/transactions", new { transactions }, cancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!);
    }

    public static async Task<(HttpStatusCode Status, JsonNode Body)> PutJsonAsync(
        this SiloProcess silo, string path, object body, CancellationToken cancellationToken)
    {
        using var response = await silo.Http.PutAsJsonAsync(path, body, cancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!);
    }

    public static async Task<string[]> RecommendedAsync(this SiloProcess silo, string userId, CancellationToken cancellationToken)
    {
        var answer = await silo.GetJsonAsync($"/v1/recommendations?user_id={Uri.EscapeDataString(userId)}&limit=10", cancellationToken);
        return [.. answer["items"]!.AsArray().Select(item => (string)item!["item_id"]!)];
    }

    /// <summary>The whole history of a user, page by page, newest first.</summary>
    public static async Task<List<(string TransactionId, string ItemId)>> HistoryAsync(this SiloProcess silo, string userId, CancellationToken cancellationToken)
    {
        var acts = new List<(string, string)>();
        string? cursor = null;
        do
        {
            var page = await silo.GetJsonAsync(
                $"/v1/users/{Uri.EscapeDataString(userId)}/history?limit=100{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellationToken);
            acts.AddRange(page["transactions"]!.AsArray().Select(act => ((string)act!["transaction_id"]!, (string)act["item_id"]!)));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
        return acts;
    }
}
