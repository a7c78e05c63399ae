using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BookRecs.Frontend.Tests.Fakes;

namespace BookRecs.Frontend.Tests;

public sealed class RequestBodyTests : IAsyncLifetime
{
    private const string Row = """{"transaction_id":"a","user_id":"7","item_id":"42","kind":"wish"}""";
    private FrontendServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FrontendServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("{", "line 1, byte 2")]
    [InlineData("{\n\"transactions\":[,]}", "line 2, byte 17")]
    [InlineData("{\"transactions\":[]} x", "line 1, byte 21")]
    public async Task MalformedJson_AnswersItsPosition(string body, string position)
    {
        var json = await PostAsync(body, HttpStatusCode.BadRequest);
        Assert.Equal("urn:bookrecs:problem:malformed-json", (string)json["type"]!);
        Assert.Contains(position, (string)json["errors"]![0]!["rule"]!);
    }

    [Fact]
    public async Task DeepNesting_IsRefused()
    {
        var json = await PostAsync($"{{\"transactions\":{new string('[', 100_000)}", HttpStatusCode.BadRequest);
        Assert.Contains("16 levels", (string)json["errors"]![0]!["rule"]!);
    }

    [Fact]
    public async Task BytesThatAreNotUtf8_AreRefused()
    {
        var json = await PostAsync(new ByteArrayContent([.. "{\"transactions\":[{\"x\":\""u8, 0xFF, .. "\"}]}"u8]), "application/json", HttpStatusCode.BadRequest);
        Assert.Equal("must be UTF-8", (string)json["errors"]![0]!["rule"]!);
    }

    [Fact]
    public async Task ByteOrderMark_IsSkipped() => await PostAsync("\uFEFF{\"transactions\":[" + Row + "]}", HttpStatusCode.OK);

    [Theory]
    [InlineData("[]", "body", "object")]
    [InlineData("null", "body", "object")]
    [InlineData("{}", "transactions", "required")]
    [InlineData("""{"transactions":{}}""", "transactions", "array")]
    [InlineData("""{"transactions":[]}""", "transactions", "1 to 1000")]
    [InlineData("""{"transaction":[]}""", "transaction", "not a member")]
    public async Task BodyThatIsNoBatch_NamesTheMember(string body, string field, string rule)
    {
        var json = await PostAsync(body, HttpStatusCode.BadRequest);
        Assert.Equal("urn:bookrecs:problem:invalid-batch", (string)json["type"]!);
        Assert.Equal(field, (string)json["errors"]![0]!["field"]!);
        Assert.Contains(rule, (string)json["errors"]![0]!["rule"]!);
    }

    [Fact]
    public async Task Batch_OfThousandAndOneRows_IsRefusedWhole()
    {
        var rows = string.Join(',', Enumerable.Range(0, 1_001).Select(i => Row.Replace("\"a\"", $"\"t{i}\"", StringComparison.Ordinal)));
        var json = await PostAsync("{\"transactions\":[" + rows + "]}", HttpStatusCode.BadRequest);
        Assert.Equal("1001 rows", (string)json["errors"]![0]!["value"]!);
        Assert.Empty(_server.Shop.Log);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BodyOfTenMegabytes_AnswersTooLarge(bool chunked)
    {
        var bytes = new byte[10 * 1024 * 1024];
        bytes.AsSpan().Fill((byte)' ');
        using HttpContent content = chunked ? new StreamContent(new UnknownLength(bytes)) : new ByteArrayContent(bytes);
        var json = await PostAsync(content, "application/json", HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("urn:bookrecs:problem:body-too-large", (string)json["type"]!);
        Assert.Contains("1048576", (string)json["errors"]![0]!["rule"]!);

        await PostAsync("{\"transactions\":[" + Row + "]}", HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData(null)]
    public async Task OtherContentType_AnswersUnsupported(string? type)
    {
        var json = await PostAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(Row)), type, HttpStatusCode.UnsupportedMediaType);
        Assert.Equal("Content-Type", (string)json["errors"]![0]!["field"]!);
        Assert.Contains("application/json", (string)json["errors"]![0]!["rule"]!);
    }

    [Fact]
    public async Task CompressedBody_AnswersUnsupported()
    {
        var content = new StringContent(Row, Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await _server.Http.PostAsync("/v1/transactions", content, TestContext.Current.CancellationToken);
        var json = await response.ReadJsonAsync(HttpStatusCode.UnsupportedMediaType);
        Assert.Equal("Content-Encoding", (string)json["errors"]![0]!["field"]!);
    }

    private Task<JsonNode> PostAsync(string body, HttpStatusCode expected) => PostAsync(new StringContent(body), "application/json", expected);

    private async Task<JsonNode> PostAsync(HttpContent content, string? type, HttpStatusCode expected)
    {
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var response = await _server.Http.PostAsync("/v1/transactions", content, TestContext.Current.CancellationToken);
        return await response.ReadJsonAsync(expected);
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
