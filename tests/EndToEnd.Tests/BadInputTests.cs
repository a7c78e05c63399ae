using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace BookRecs.EndToEnd.Tests;

/// <summary>Whatever is sent, the answer is one that docs/howto/http-api.md tells of, and never a 500.</summary>
public sealed class BadInputTests(ServedShop served) : IClassFixture<ServedShop>
{
    private static readonly string LongId = new('i', 10_000);

    [Fact]
    public async Task WrongInput_IsAnsweredAsDocumented()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var silo = served.Silo;

        var unknown = await silo.GetJsonAsync("/v1/recommendations?user_id=nobody", cancellation);
        Assert.Equal(10, unknown["items"]!.AsArray().Count);
        Assert.Equal("unknown_user", (string)unknown["meta"]!["fallback_reason"]!);

        await ExpectProblemAsync(silo, "/v1/items/no-such-book", 404, cancellation);
        await ExpectProblemAsync(silo, "/v1/items/no-such-book/similar", 404, cancellation);
        await ExpectProblemAsync(silo, "/v1/nothing-here", 404, cancellation);
        foreach (var limit in (string[])["0", "-1", "1000000", "ten", ""])
        {
            await ExpectProblemAsync(silo, $"/v1/recommendations?user_id=reader-00001&limit={limit}", 400, cancellation, "limit");
            await ExpectProblemAsync(silo, $"/v1/users/reader-00001/history?limit={limit}", 400, cancellation, "limit");
        }

        await ExpectProblemAsync(silo, "/v1/recommendations", 400, cancellation, "user_id");
        await ExpectProblemAsync(silo, $"/v1/recommendations?user_id={LongId}", 400, cancellation, "user_id");
        await ExpectProblemAsync(silo, $"/v1/items/{LongId}", 400, cancellation, "item_id");
        await ExpectProblemAsync(silo, $"/v1/users/{LongId}/history", 400, cancellation, "user_id");
        await ExpectProblemAsync(silo, "/v1/users/reader-00001/history?cursor=not-ours", 400, cancellation, "cursor");
        await ExpectProblemAsync(silo, "/v1/recommendations?user_id=reader-00001&context=moon", 400, cancellation, "context");
    }

    [Theory]
    [InlineData("a reader with spaces")]
    [InlineData("reader/with/slashes")]
    [InlineData("📚 reader 🦉")]
    [InlineData("percent%2Fencoded")]
    [InlineData("Ünïcödé; DROP TABLE act; --")]
    public async Task OddId_WorksInEveryPlace(string id)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var silo = served.Silo;
        var (status, body) = await silo.PostTransactionsAsync([Purchase($"t {id}", id, $"book {id}")], cancellation);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("accepted", (string)body["transactions"]![0]!["status"]!);
        Assert.Equal([($"t {id}", $"book {id}")], await silo.HistoryAsync(id, cancellation));
        var book = await silo.GetJsonAsync($"/v1/items/{Uri.EscapeDataString($"book {id}")}", cancellation);
        Assert.Equal($"book {id}", (string)book["item_id"]!);
        Assert.Equal(1, (int)book["counts"]!["purchases"]!);
        Assert.Equal(10, (await silo.RecommendedAsync(id, cancellation)).Length);
    }

    [Fact]
    public async Task WrongTransaction_TakesNothing_AndNamesTheField()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var silo = served.Silo;

        await ExpectRefusalAsync(silo, "{\"transactions\":[{]}", 400, cancellation);
        await ExpectRefusalAsync(silo, "", 400, cancellation);
        await ExpectRefusalAsync(silo, "{\"transactions\":[]}", 400, cancellation);
        await ExpectRefusalAsync(silo, new string('[', 1_000), 400, cancellation);
        await ExpectRefusalAsync(silo, "{\"transactions\":[\"" + new string('x', 10 * 1024 * 1024) + "\"]}", 413, cancellation);
        await ExpectRefusalAsync(silo, Json(Enumerable.Range(0, 1_001).Select(row => Purchase($"many-{row}", "bad", "b"))), 400, cancellation);

        foreach (var (field, transaction) in (IEnumerable<(string, object)>)
        [
            ("occurred_at", new { transaction_id = "bad", user_id = "bad", item_id = "b", kind = "purchase", occurred_at = "2999-01-01T00:00:00Z" }),
            ("occurred_at", new { transaction_id = "bad", user_id = "bad", item_id = "b", kind = "purchase", occurred_at = "yesterday" }),
            ("kind", new { transaction_id = "bad", user_id = "bad", item_id = "b", kind = "steal" }),
            ("kind", new { transaction_id = "bad", user_id = "bad", item_id = "b" }),
            ("rating", new { transaction_id = "bad", user_id = "bad", item_id = "b", kind = "rating", rating = 17 }),
            ("price", new { transaction_id = "bad", user_id = "bad", item_id = "b", kind = "purchase", price = -1 }),
            ("user_id", new { transaction_id = "bad", user_id = "", item_id = "b", kind = "purchase" }),
            ("item_id", new { transaction_id = "bad", user_id = "bad", item_id = LongId, kind = "purchase" }),
            ("transaction_id", new { user_id = "bad", item_id = "b", kind = "purchase" }),
        ])
        {
            var (status, body) = await silo.PostTransactionsAsync([transaction], cancellation);
            Assert.True(status == HttpStatusCode.BadRequest, $"{field}: {body}");
            Assert.Equal(field, (string)body["transactions"]![0]!["error"]!["field"]!);
        }

        Assert.Empty(await silo.HistoryAsync("bad", cancellation));
    }

    [Fact]
    public async Task SameIdWithOtherContent_IsAConflict_AndTheFirstStays()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var silo = served.Silo;
        await silo.PostTransactionsAsync([Purchase("once", "reader-00001", "first")], cancellation);

        var (same, sameBody) = await silo.PostTransactionsAsync([Purchase("once", "reader-00001", "first")], cancellation);
        Assert.Equal((HttpStatusCode.OK, "duplicate"), (same, (string)sameBody["transactions"]![0]!["status"]!));

        var (other, otherBody) = await silo.PostTransactionsAsync([Purchase("once", "reader-00002", "second")], cancellation);
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (other, (string)otherBody["transactions"]![0]!["status"]!));

        Assert.Equal(("once", "first"), (await silo.HistoryAsync("reader-00001", cancellation))[0]);
        Assert.DoesNotContain(await silo.HistoryAsync("reader-00002", cancellation), act => act.TransactionId == "once");
    }

    private static object Purchase(string transactionId, string userId, string itemId) =>
        new { transaction_id = transactionId, user_id = userId, item_id = itemId, kind = "purchase" };

    private static string Json(IEnumerable<object> transactions) => System.Text.Json.JsonSerializer.Serialize(new { transactions });

    private static async Task ExpectProblemAsync(SiloProcess silo, string path, int status, CancellationToken cancellation, string? field = null)
    {
        using var response = await silo.Http.GetAsync(path, cancellation);
        await ExpectProblemAsync(response, status, field, cancellation);
    }

    private static async Task ExpectRefusalAsync(SiloProcess silo, string body, int status, CancellationToken cancellation)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await silo.Http.PostAsync("/v1/transactions", content, cancellation);
        await ExpectProblemAsync(response, status, null, cancellation);
    }

    private static async Task ExpectProblemAsync(HttpResponseMessage response, int status, string? field, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStringAsync(cancellation);
        var asked = response.RequestMessage!.RequestUri!.PathAndQuery;
        asked = asked.Length > 200 ? asked[..200] : asked;
        Assert.True((int)response.StatusCode == status, $"{asked} answered {(int)response.StatusCode}, not {status}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(body)!;
        Assert.False(string.IsNullOrEmpty((string?)problem["trace_id"]), body);
        if (field is not null)
            Assert.Equal(field, (string)problem["errors"]![0]!["field"]!);
    }
}
