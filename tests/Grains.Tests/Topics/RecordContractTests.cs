using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Grains.Topics;
using BookRecs.Grains.Transactions;

namespace BookRecs.Grains.Tests.Topics;

/// <summary>docs/asyncapi.v1.json says what the code reads and writes.</summary>
public sealed class RecordContractTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly JsonElement Contract = JsonDocument.Parse(File.ReadAllBytes(FindContract())).RootElement;

    /// <summary>By schema: what the service reads its records with.</summary>
    private static readonly Dictionary<string, Action<TopicRecord>> Readers = new()
    {
        ["transaction"] = record => TransactionRecord.Parse(record, Now),
        ["retrain"] = record => RetrainRequest.Parse(record),
        ["refresh"] = record => RefreshRequest.Parse(record),
        ["prediction_request"] = record => PredictionRequest.Parse(record),
    };

    public static TheoryData<string, string> Written()
    {
        var item = new RecommendedItem(
            "b1", 3.5f, "blend", [new Reason("same_author", "By an author you read", ["b2"])], new BookRecs.Grains.Interfaces.Books.BookCard("A title", ["Someone"], 1999));
        var data = new TheoryData<string, string>();
        Add("transaction", TransactionRecord.ToRecord(new Transaction("t1", "u1", "i1", TransactionKind.Rating, 4.5f, true, 9.99m, Now)));
        Add("transaction", TransactionRecord.ToRecord(new Transaction("t1", "u1", "i1", TransactionKind.Purchase, null, false, null, null)));
        Add("retrain", RetrainRequest.ToRecord(new RetrainRequest("http", "t1")));
        Add("retrain", RetrainRequest.ToRecord(new RetrainRequest("transactions", null)));
        Add("model_updated", ModelUpdated.ToRecord("v1"));
        Add("refresh", RefreshRequest.ToRecord("u1"));
        Add("recommendation_update", RecommendationUpdate.ToRecord("q1", "u1", new RecommendationList([item], "v1", null), Now));
        foreach (var reason in Enum.GetValues<FallbackReason>())
            Add("recommendation_update", RecommendationUpdate.ToRecord(null, "u1", new RecommendationList([item with { Book = new(null, [], null) }], null, reason), Now));
        return data;

        void Add(string schema, TopicRecord record) => data.Add(schema, Encoding.UTF8.GetString(record.Value.Span));
    }

    public static TheoryData<string, string> Examples()
    {
        var data = new TheoryData<string, string>();
        foreach (var message in Contract.GetProperty("components").GetProperty("messages").EnumerateObject())
        {
            if (message.Value.TryGetProperty("examples", out var examples))
            {
                foreach (var example in examples.EnumerateArray())
                    data.Add(message.Name, example.GetProperty("payload").GetRawText());
            }
        }

        return data;
    }

    [Fact]
    public void Channels_AreTheTopics()
    {
        var channels = Contract.GetProperty("channels").EnumerateObject().ToDictionary(channel => channel.Name, channel => channel.Value);
        Assert.Equal(channels.Keys, channels.Values.Select(channel => channel.GetProperty("address").GetString()));
        var read = Contract.GetProperty("operations").EnumerateObject()
            .Where(operation => operation.Value.GetProperty("action").GetString() == "receive")
            .Select(operation => operation.Value.GetProperty("channel").GetProperty("$ref").GetString()!.Split('/')[^1]);
        Assert.Equal(TopicNames.All.Concat(read.Select(TopicNames.DeadLetterOf)).Order(), channels.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void WrittenRecord_IsAsDescribed(string schema, string value) => Assert.Empty(JsonSchema.Check(Schema(schema), Parse(value)));

    [Fact]
    public void EveryWrittenMember_IsDescribed()
    {
        foreach (var (schema, value) in Written().Select(row => row.Data))
        {
            var described = Schema(schema).GetProperty("properties").EnumerateObject().Select(property => property.Name);
            Assert.Empty(Parse(value).EnumerateObject().Select(member => member.Name).Except(described));
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_IsAsDescribed_AndCanBeRead(string schema, string value)
    {
        Assert.Empty(JsonSchema.Check(Schema(schema), Parse(value)));
        if (Readers.TryGetValue(schema, out var read))
            read(Record(value));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Reader_PassesOverWhatItDoesNotKnow_AndRefusesAnotherVersionAndMissingMembers(string schema, string value)
    {
        if (!Readers.TryGetValue(schema, out var read))
            return;
        read(Record(Change(value, record => record["from_a_later_version"] = new JsonObject { ["deep"] = new JsonArray(1, 2) })));
        Assert.Contains("it must be 1", Refused(record => record["version"] = 2), StringComparison.Ordinal);
        Assert.Contains("it must be 1", Refused(record => record["version"] = "1"), StringComparison.Ordinal);
        foreach (var required in Schema(schema).GetProperty("required").EnumerateArray().Select(name => name.GetString()!))
        {
            Assert.StartsWith(required, Refused(record => record.Remove(required)), StringComparison.Ordinal);
            Assert.StartsWith(required, Refused(record => record[required] = new JsonArray()), StringComparison.Ordinal);
        }

        string Refused(Action<JsonObject> change) => Assert.Throws<InvalidDataException>(() => read(Record(Change(value, change)))).Message;
    }

    [Theory]
    [InlineData("", "the value must be JSON in UTF-8; it is not at line 1, byte 1")]
    [InlineData("[]", "the value must be a JSON object")]
    [InlineData("""{"version":1,"transaction_id":"t","user_id":"u","item_id":"i","kind":"theft"}""", "kind is theft; it must be purchase, read, rating or wish")]
    [InlineData("""{"version":1,"transaction_id":"t","user_id":"u","item_id":"i","kind":"rating"}""", "rating is required when kind is rating")]
    [InlineData("""{"version":1,"transaction_id":"t","user_id":"u","item_id":"i","kind":"rating","rating":6}""", "rating is 6; it must be a number from 0 to 5")]
    [InlineData("""{"version":1,"transaction_id":"import:1","user_id":"u","item_id":"i","kind":"read"}""", "transaction_id must not start with 'import:', which imported files use")]
    [InlineData("""{"version":1,"transaction_id":"t","user_id":"","item_id":"i","kind":"read"}""", "user_id must be 1 to 200 UTF-8 bytes without control characters")]
    [InlineData("""{"version":1,"transaction_id":"t","user_id":"\ud800","item_id":"i","kind":"read"}""", "user_id must be valid Unicode: it holds an unpaired surrogate")]
    public void WrongTransaction_IsRefused_NamingFieldAndRule_WithoutPersonalData(string value, string reason) =>
        Assert.Equal(reason, Assert.Throws<InvalidDataException>(() => TransactionRecord.Parse(Record(value), Now)).Message);

    [Theory]
    [InlineData("""{"version":1,"user_id":"u","limit":0}""", "limit must be a whole number from 1 to 100")]
    [InlineData("""{"version":1,"user_id":"u","limit":2.5}""", "limit must be a whole number from 1 to 100")]
    [InlineData("""{"version":1,"user_id":"u","exclude":"b1"}""", "exclude must be an array of item ids")]
    [InlineData("""{"version":1,"user_id":"u","exclude":[1]}""", "exclude must be an array of item ids")]
    [InlineData("""{"version":1,"user_id":"u","request_id":""}""", "request_id must be 1 to 200 UTF-8 bytes without control characters")]
    public void WrongQuestion_IsRefused_NamingFieldAndRule(string value, string reason) =>
        Assert.Equal(reason, Assert.Throws<InvalidDataException>(() => PredictionRequest.Parse(Record(value))).Message);

    [Fact]
    public void Transaction_RoundTrip_KeepsEverything()
    {
        var sent = new Transaction("t1", "u1", "i1", TransactionKind.Rating, 4.5f, true, 9.99m, Now);
        Assert.Equal(sent, TransactionRecord.Parse(TransactionRecord.ToRecord(sent), Now));
        Assert.Equal("u1", TransactionRecord.ToRecord(sent).Key);
    }

    private static JsonElement Schema(string name) => Contract.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private static JsonElement Parse(string value) => JsonDocument.Parse(value).RootElement;

    private static TopicRecord Record(string value) => new("key", Encoding.UTF8.GetBytes(value));

    private static string Change(string value, Action<JsonObject> change)
    {
        var record = JsonNode.Parse(value)!.AsObject();
        change(record);
        return record.ToJsonString();
    }

    private static string FindContract()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "docs", "asyncapi.v1.json") is var path && File.Exists(path))
                return path;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds docs/asyncapi.v1.json.");
    }
}
