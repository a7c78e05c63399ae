using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using BookRecs.Frontend.Tests.Fakes;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Frontend.Tests;

public sealed class TransactionTests : IAsyncLifetime
{
    private FrontendServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FrontendServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task EveryMember_ReachesTheLog()
    {
        var json = await PostAsync(
            Row("a", more: """
                ,"rating":4.5,"is_read":true,"price":12.5000,"occurred_at":"2026-05-01T12:30:00+02:00"
                """));
        Assert.Equal("accepted", (string)json["transactions"]![0]!["status"]!);
        Assert.Equal(1, (int)json["counts"]!["accepted"]!);
        var expected = new Transaction(
            "a", "7", "42", TransactionKind.Purchase, 4.5f, true, 12.5m, new DateTimeOffset(2026, 5, 1, 10, 30, 0, TimeSpan.Zero));
        Assert.Equal(expected, _server.Shop.Log["a"]);
    }

    [Theory]
    [InlineData("purchase", TransactionKind.Purchase, false)]
    [InlineData("read", TransactionKind.Read, true)]
    [InlineData("wish", TransactionKind.Wish, false)]
    public async Task Kind_WithoutIsRead_SaysWhetherItWasRead(string kind, TransactionKind expected, bool isRead)
    {
        await PostAsync(Row("a", kind: kind));
        Assert.Equal((expected, isRead), (_server.Shop.Log["a"].Kind, _server.Shop.Log["a"].IsRead));
        Assert.Null(_server.Shop.Log["a"].OccurredAt);
    }

    [Fact]
    public async Task SameTransactionAgain_IsADuplicate()
    {
        await PostAsync(Row("a"));
        var json = await PostAsync(Row("a"));
        Assert.Equal("duplicate", (string)json["transactions"]![0]!["status"]!);
    }

    [Fact]
    public async Task SameId_WithOtherContent_IsAConflict()
    {
        await PostAsync(Row("a"));
        var json = await PostAsync(Row("a", item: "43"), HttpStatusCode.Conflict);
        Assert.Equal("urn:bookrecs:problem:transaction-conflict", (string)json["type"]!);
        Assert.Equal("conflict", (string)json["transactions"]![0]!["status"]!);
        Assert.Equal("transactions[0].transaction_id", (string)json["errors"]![0]!["field"]!);
        Assert.Equal("42", _server.Shop.Log["a"].ItemId);
    }

    [Fact]
    public async Task SameIdTwiceInABatch_ForTwoUsers_TheFirstRowWins()
    {
        var json = await PostAsync(Row("a", user: "u1") + "," + Row("a", user: "u2") + "," + Row("b", user: "u2"));
        Assert.Equal(["accepted", "conflict", "accepted"], Statuses(json));
        Assert.Equal("u1", _server.Shop.Log["a"].UserId);
    }

    [Fact]
    public async Task Batch_WithInvalidRows_TakesTheValidOnes()
    {
        var json = await PostAsync(Row("a") + "," + Row("b", kind: "borrow") + ",5," + Row("c", item: "not-in-catalogue"));
        Assert.Equal(["accepted", "invalid", "invalid", "accepted"], Statuses(json));
        var error = json["transactions"]![1]!["error"]!;
        Assert.Equal(("kind", "borrow"), ((string)error["field"]!, (string)error["value"]!));
        Assert.Equal("item_not_in_catalogue", (string)json["transactions"]![3]!["warning"]!);
        Assert.Equal(2, (int)json["counts"]!["invalid"]!);
    }

    [Fact]
    public async Task NameThatIsNoText_IsTheErrorOfItsRowAlone()
    {
        var json = await PostAsync(Row("a") + "," + Row("b", more: ",\"\\ud83dnote\":\"x\""));
        Assert.Equal(["accepted", "invalid"], Statuses(json));
        Assert.Contains("is not a member", (string)json["transactions"]![1]!["error"]!["rule"]!);

        using var content = new StringContent("""{"\ud83dtransactions":[]}""", null, "application/json");
        using var response = await _server.Http.PostAsync("/v1/transactions", content, TestContext.Current.CancellationToken);
        Assert.Equal("member", (string)(await response.ReadJsonAsync(HttpStatusCode.BadRequest))["errors"]![0]!["field"]!);
    }

    [Fact]
    public async Task InvalidRow_TellsItsValidIdWhole_AndNoneWhereItIsNoText()
    {
        var id = new string('x', 200);
        var json = await PostAsync(Row(id, kind: "borrow") + """,{"transaction_id":5,"user_id":"7","item_id":"42","kind":"wish"}""", HttpStatusCode.BadRequest);
        Assert.Equal(id, (string)json["transactions"]![0]!["transaction_id"]!);
        Assert.Null(json["transactions"]![1]!["transaction_id"]);
        Assert.Equal(("transaction_id", "must be a string"), ((string)json["transactions"]![1]!["error"]!["field"]!, (string)json["transactions"]![1]!["error"]!["rule"]!));
    }

    [Fact]
    public async Task Batch_OfThousandRows_GoesToEachUserInOrderAndInOneCall()
    {
        var rows = Enumerable.Range(0, 1_000).Select(i => Row("t" + i, user: "u" + (i % 40)));
        var json = await PostAsync(string.Join(',', rows));
        Assert.All(Statuses(json), status => Assert.Equal("accepted", status));
        for (var user = 0; user < 40; user++)
        {
            var grain = _server.Shop.User("u" + user);
            Assert.Equal(1, grain.RecordCalls);
            var history = await grain.GetHistoryAsync(null, 1_000);
            var expected = Enumerable.Range(0, 25).Select(i => "t" + ((24 - i) * 40 + user).ToString(CultureInfo.InvariantCulture));
            Assert.Equal(expected, history!.Transactions.Select(t => t.TransactionId));
        }
    }

    [Fact]
    public async Task OneUserFails_TheOthersAreTaken_AndARepeatCompletesTheBatch()
    {
        _server.Shop.BeforeRecord = user =>
            user == "u2" ? Task.FromException(new InvalidOperationException("disk full")) : Task.CompletedTask;
        var batch = Row("a", user: "u1") + "," + Row("b", user: "u2");
        Assert.Equal(["accepted", "failed"], Statuses(await PostAsync(batch)));
        _server.Shop.BeforeRecord = null;
        Assert.Equal(["duplicate", "accepted"], Statuses(await PostAsync(batch)));
    }

    [Fact]
    public async Task EveryRowFails_AnswersUnavailableWithRetryAfter()
    {
        _server.Shop.BeforeRecord = _ => throw new InvalidOperationException("disk full at /srv");
        using var content = new StringContent(Batch(Row("a") + "," + Row("b", kind: "")), null, "application/json");
        using var response = await _server.Http.PostAsync("/v1/transactions", content, TestContext.Current.CancellationToken);
        var json = await response.ReadJsonAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(["failed", "invalid"], Statuses(json));
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.DoesNotContain("/srv", json.ToJsonString());
    }

    [Fact]
    public async Task LogThatDoesNotConfirm_AnswersFailed()
    {
        var tries = 0;
        _server.Shop.BeforeRecord = _ =>
        {
            tries++;
            return new TaskCompletionSource().Task;
        };
        var posted = PostAsync(Row("a"), HttpStatusCode.ServiceUnavailable);

        // A silent call is repeated after 250 ms, 500 ms more, 750 ms more and so on, and all of it ends at the deadline.
        for (var left = TimeSpan.FromSeconds(30); left > TimeSpan.Zero;)
        {
            var timer = await _server.Time.TimerSetAsync(TestContext.Current.CancellationToken);
            left -= timer;
            _server.Time.Advance(timer);
        }

        Assert.Equal(["failed"], Statuses(await posted));
        Assert.Equal(15, tries);
    }

    [Fact]
    public async Task LogThatDoesNotConfirm_AnswersForAllReadersByTheDeadlineOfOne()
    {
        await using var server = await FrontendServer.StartAsync(new Dictionary<string, string?>
        {
            ["BookRecs:Http:BatchParallelism"] = "1",
            ["BookRecs:Http:RepeatMilliseconds"] = "600000",
        });
        var asked = new ConcurrentQueue<string>();
        server.Shop.BeforeRecord = user =>
        {
            asked.Enqueue(user);
            return new TaskCompletionSource().Task;
        };
        var batch = string.Join(',', Row("a", user: "u1"), Row("b", user: "u2"), Row("a", user: "u3"));
        var posted = server.Http.PostJsonAsync("/v1/transactions", Batch(batch), HttpStatusCode.ServiceUnavailable);
        server.Time.Advance(await server.Time.TimerSetAsync(TestContext.Current.CancellationToken));
        var json = await posted.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(["failed", "failed", "failed"], Statuses(json));
        Assert.Equal(["u1"], asked);
    }

    [Theory]
    [InlineData("""{"user_id":"7","item_id":"42","kind":"wish"}""", "transaction_id", "required")]
    [InlineData("""{"transaction_id":null,"user_id":"7","item_id":"42","kind":"wish"}""", "transaction_id", "required")]
    [InlineData("""{"transaction_id":"","user_id":"7","item_id":"42","kind":"wish"}""", "transaction_id", "1 to 200")]
    [InlineData("""{"transaction_id":7,"user_id":"7","item_id":"42","kind":"wish"}""", "transaction_id", "string")]
    [InlineData("""{"transaction_id":"import:1","user_id":"7","item_id":"42","kind":"wish"}""", "transaction_id", "import:")]
    [InlineData("""{"transaction_id":"a","user_id":"a\u0007","item_id":"42","kind":"wish"}""", "user_id", "control")]
    [InlineData("""{"transaction_id":"a","user_id":"\ud800","item_id":"42","kind":"wish"}""", "user_id", "surrogate")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"..","kind":"wish"}""", "item_id", "path")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42"}""", "kind", "required")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":1}""", "kind", "purchase, read")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":"rating"}""", "rating", "required when")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":"rating","rating":5.1}""", "rating", "0 to 5")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":"rating","rating":-1}""", "rating", "0 to 5")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":"rating","rating":1e999}""", "rating", "0 to 5")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":"rating","rating":"5"}""", "rating", "number")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":"wish","is_read":"yes"}""", "is_read", "true or false")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":"wish","price":-0.01}""", "price", "from 0")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":"wish","price":1.23456}""", "price", "4 decimals")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":"wish","price":1000000000}""", "price", "below")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"42","kind":"wish","price":1e-60}""", "price", "4 decimals")]
    [InlineData(
        """{"transaction_id":"a","user_id":"7","item_id":"4","kind":"wish","occurred_at":"2026-05-01"}""",
        "occurred_at", "ISO 8601")]
    [InlineData(
        """{"transaction_id":"a","user_id":"7","item_id":"4","kind":"wish","occurred_at":"2026-05-01T10:00:00"}""",
        "occurred_at", "offset")]
    [InlineData("""{"transaction_id":"a","user_id":"7","item_id":"4","kind":"wish","occurred_at":1777600000}""", "occurred_at", "ISO 8601")]
    [InlineData(
        """{"transaction_id":"a","user_id":"7","item_id":"4","kind":"wish","occurred_at":"1899-12-31T23:59:59Z"}""",
        "occurred_at", "1900")]
    [InlineData(
        """{"transaction_id":"a","user_id":"7","item_id":"4","kind":"wish","occurred_at":"2026-05-02T12:00:01Z"}""",
        "occurred_at", "future")]
    [InlineData(
        """{"transaction_id":"a","user_id":"7","item_id":"4","kind":"wish","occurred_at":"9999-12-31T23:59:59Z"}""",
        "occurred_at", "future")]
    [InlineData(
        """{"transaction_id":"a","user_id":"7","item_id":"4","kind":"wish","occured_at":"2026-05-01T10:00:00Z"}""",
        "occured_at", "not a member")]
    [InlineData("[]", "transaction", "object")]
    public async Task InvalidRow_NamesFieldAndRule(string row, string field, string rule)
    {
        var json = await PostAsync(row, HttpStatusCode.BadRequest);
        Assert.Equal("urn:bookrecs:problem:transactions-rejected", (string)json["type"]!);
        var error = json["transactions"]![0]!["error"]!;
        Assert.Equal(field, (string)error["field"]!);
        Assert.Contains(rule, (string)error["rule"]!);
        Assert.StartsWith("transactions[0]", (string)json["errors"]![0]!["field"]!);
        Assert.Empty(_server.Shop.Log);
    }

    [Theory]
    [InlineData("2026-05-02T12:00:00Z")]
    [InlineData("1900-01-01T00:00:00Z")]
    [InlineData("2026-05-01T10:00:00.1234567-11:30")]
    [InlineData("2026-05-01T10:00+02:00")]
    public async Task Date_WithinBounds_IsTaken(string date)
    {
        await PostAsync(Row("a", more: $",\"occurred_at\":\"{date}\""));
        Assert.Equal(DateTimeOffset.Parse(date, CultureInfo.InvariantCulture), _server.Shop.Log["a"].OccurredAt);
    }

    [Theory]
    [InlineData("2026-05-01T10:00:00.123456789Z", "2026-05-01T10:00:00.1234567Z")]
    [InlineData("2026-05-01T10:00:00.00000000000000000001+02:00", "2026-05-01T10:00:00+02:00")]
    public async Task Date_FinerThanATick_IsCut(string date, string kept)
    {
        await PostAsync(Row("a", more: $",\"occurred_at\":\"{date}\""));
        Assert.Equal(DateTimeOffset.Parse(kept, CultureInfo.InvariantCulture), _server.Shop.Log["a"].OccurredAt);
    }

    [Fact]
    public async Task Ids_WithSpacesSlashesAndEmoji_AreTaken()
    {
        await PostAsync(Row("a b/c 📚", user: "ü/%2F", item: "+&?#"));
        Assert.Equal(("ü/%2F", "+&?#"), (_server.Shop.Log["a b/c 📚"].UserId, _server.Shop.Log["a b/c 📚"].ItemId));
    }

    [Fact]
    public async Task Id_OfTenThousandCharacters_IsInvalidAndCut()
    {
        var json = await PostAsync(Row(new string('x', 10_000)), HttpStatusCode.BadRequest);
        Assert.Equal(new string('x', 64) + "…", (string)json["transactions"]![0]!["error"]!["value"]!);
        Assert.True(json.ToJsonString().Length < 2_000, "the answer must not repeat what was sent");
    }

    [Fact]
    public async Task MemberTwice_TheLastOneCounts()
    {
        await PostAsync("""{"transaction_id":"a","user_id":"7","item_id":"41","kind":"wish","item_id":"42"}""");
        Assert.Equal("42", _server.Shop.Log["a"].ItemId);
    }

    private static string Row(string id, string user = "7", string item = "42", string kind = "purchase", string more = "") =>
        $$"""{"transaction_id":"{{id}}","user_id":"{{user}}","item_id":"{{item}}","kind":"{{kind}}"{{more}}}""";

    private static string Batch(string rows) => $$"""{"transactions":[{{rows}}]}""";

    private static IEnumerable<string> Statuses(JsonNode json) => json["transactions"]!.AsArray().Select(row => (string)row!["status"]!);

    private Task<JsonNode> PostAsync(string rows, HttpStatusCode expected = HttpStatusCode.OK) =>
        _server.Http.PostJsonAsync("/v1/transactions", Batch(rows), expected);
}
