using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BookRecs.Frontend.Tests.Fakes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BookRecs.Frontend.Tests;

public sealed partial class RequestTests : IAsyncLifetime
{
    private FrontendServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FrontendServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("a%252Fb")]
    [InlineData("/")]
    [InlineData("+")]
    [InlineData("similar")]
    [InlineData("📚 ünïcode")]
    [InlineData("?#&=;")]
    [InlineData("...")]
    public async Task ItemId_InAPath_IsDecodedExactlyOnce(string id)
    {
        _server.Shop.Books[id] = true;
        var json = await _server.Http.GetJsonAsync("/v1/items/" + Uri.EscapeDataString(id));
        Assert.Equal(id, (string)json["item_id"]!);
        await _server.Http.GetJsonAsync($"/v1/items/{Uri.EscapeDataString(id)}/similar?limit=2");
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a/b", "a%2fb")]
    [InlineData("a/b ü", "a%2Fb%20%C3%BC")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a%2Fb/c", "a%252Fb%2Fc")]
    [InlineData("ü", "%C3%BC")]
    public async Task ItemId_InAnAbsoluteTarget_IsDecodedAsInAnyOther(string id, string sent)
    {
        _server.Shop.Books[id] = true;
        var answer = await SendRawAsync($"GET http://localhost/v1/items/{sent} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", answer);
        Assert.Equal(id, (string)JsonNode.Parse(answer.Split("\r\n\r\n")[1])!["item_id"]!);
    }

    [Fact]
    public async Task Item_HasItsCatalogueDataAndCounts()
    {
        var json = await _server.Http.GetJsonAsync("/v1/items/42");
        Assert.Equal("Die größte Lampe", (string)json["title"]!);
        Assert.Equal(12.50m, (decimal)json["price"]!);
        Assert.Equal(25, (int)json["counts"]!["total"]!);
        Assert.Equal(3, (int)json["counts"]!["purchases_last_30_days"]!);
        Assert.Equal("43", (string)json["bought_together"]![0]!);
    }

    [Theory]
    [InlineData("/v1/items/unknown")]
    [InlineData("/v1/items/unknown/similar")]
    public async Task UnknownItem_AnswersNotFound(string path)
    {
        var json = await _server.Http.GetJsonAsync(path, HttpStatusCode.NotFound);
        Assert.Equal("urn:bookrecs:problem:unknown-item", (string)json["type"]!);
        Assert.Equal("unknown", (string)json["errors"]![0]!["value"]!);
    }

    [Fact]
    public async Task FailingGrain_AnswersUnavailable()
    {
        _server.Shop.BeforeBook = () => throw new InvalidOperationException();
        await _server.Http.GetJsonAsync("/v1/items/42", HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("/v1/items/{0}")]
    [InlineData("/v1/items/{0}/similar")]
    [InlineData("/v1/users/{0}/history")]
    [InlineData("/v1/recommendations?user_id={0}")]
    public async Task Id_OfTenThousandCharacters_AnswersTheRule(string path)
    {
        foreach (var character in new[] { "x", "📚" })
        {
            var id = string.Concat(Enumerable.Repeat(character, 10_000));
            var target = string.Format(null, path, Uri.EscapeDataString(id));
            var answer = await SendRawAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 400 ", answer);
            Assert.Contains("must be 1 to 200 UTF-8 bytes", answer);
            Assert.True(answer.Length < 2_500, "the answer must not repeat what was sent");
        }
    }

    [Theory]
    [InlineData("GET /v1/items/%FF HTTP/1.1", "400")]
    [InlineData("GET /v1/items/%4 HTTP/1.1", "400")]
    [InlineData("GET /v1/items/a%0Ab HTTP/1.1", "400")]
    [InlineData("GET /v1/items/x/../42 HTTP/1.1", "400")]
    [InlineData("GET /v1/items/%00 HTTP/1.1", "400")]
    [InlineData("GET http://localhost/v1/items/42 HTTP/1.1", "200")]
    [InlineData("GET http://localhost/v1/items/a%2F%FF HTTP/1.1", "400")]
    [InlineData("GET http://localhost/v1/items/a%2F%00 HTTP/1.1", "400")]
    [InlineData("GET http://localhost/v1/items/a%2F%4 HTTP/1.1", "400")]
    [InlineData("GET http://localhost/v1/items/a%2Fb?limit=1 HTTP/1.1", "400")]
    [InlineData("GET http://localhost/v1/x/../items/a%2Fb HTTP/1.1", "404")]
    [InlineData("GET /v1/items/42?limit=1 HTTP/1.1", "400")]
    [InlineData("GET /v1/items// HTTP/1.1", "404")]
    [InlineData("GET /v1/items/42/ HTTP/1.1", "200")]
    public async Task UnusualTarget_HasADefiniteAnswer(string line, string status)
    {
        var answer = await SendRawAsync(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
    }

    [Fact]
    public async Task EveryCall_RefusesAParameterThatItDoesNotHave()
    {
        var calls = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static call => call.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(calls);
        foreach (var call in calls)
        {
            var path = Placeholder().Replace(call.RoutePattern.RawText!, "42");
            using var request = new HttpRequestMessage(
                new HttpMethod(call.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Single()), $"{path}?dry_run=true");
            using var response = await _server.Http.SendAsync(request, Cancel);
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{request} answers {response.StatusCode}, not that it has no dry_run");
            Assert.Equal("dry_run", (string)(await response.ReadJsonAsync(HttpStatusCode.BadRequest))["errors"]![0]!["field"]!);
        }
    }

    [Theory]
    [InlineData("/v1/nothing")]
    [InlineData("/v1")]
    [InlineData("/v1/items")]
    [InlineData("/V2/recommendations")]
    public async Task UnknownRoute_AnswersNotFound(string path)
    {
        var json = await _server.Http.GetJsonAsync(path, HttpStatusCode.NotFound);
        Assert.Equal("urn:bookrecs:problem:not-found", (string)json["type"]!);
    }

    [Fact]
    public async Task OtherMethod_AnswersMethodNotAllowed()
    {
        using var response = await _server.Http.DeleteAsync("/v1/transactions", Cancel);
        var json = await response.ReadJsonAsync(HttpStatusCode.MethodNotAllowed);
        Assert.Equal("POST", string.Join(',', response.Content.Headers.Allow));
        Assert.Equal("The path takes POST, not DELETE.", (string)json["detail"]!);
    }

    [Fact]
    public async Task Method_OfTenThousandCharacters_IsNotRepeated()
    {
        var answer = await SendRawAsync($"{new string('X', 10_000)} /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 405 ", answer);
        Assert.True(answer.Length < 2_500, "the answer must not repeat what was sent");
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("~!\"\\x", true)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)]
    [InlineData("a b", false)]
    public async Task RequestId_IsTakenWhenValid_AndComesBack(string id, bool taken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/recommendations?user_id=7");
        request.Headers.TryAddWithoutValidation("X-Request-Id", id);
        using var response = await _server.Http.SendAsync(request, Cancel);
        var json = await response.ReadJsonAsync(HttpStatusCode.OK);
        var answered = response.Headers.GetValues("X-Request-Id").Single();
        Assert.Equal(taken, answered == id);
        Assert.NotEmpty(answered);
        Assert.Equal(answered, (string)json["meta"]!["request_id"]!);
    }

    [Fact]
    public async Task TraceParent_NamesTheTraceOfAProblem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/nothing");
        request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        using var response = await _server.Http.SendAsync(request, Cancel);
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", (string)(await response.ReadJsonAsync(HttpStatusCode.NotFound))["trace_id"]!);
    }

    [Theory]
    [InlineData("/v1/recommendations?user_id=7")]
    [InlineData("/health")]
    [InlineData("/v1/nothing")]
    public async Task EveryAnswer_IsClosedByDefault(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", "http://localhost:3000");
        using var response = await _server.Http.SendAsync(request, Cancel);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task TooManyRequests_AnswerOverloaded_WhileHealthAnswers()
    {
        await using var small = await FrontendServer.StartAsync(new Dictionary<string, string?>
        {
            ["BookRecs:Http:MaxConcurrentRequests"] = "1",
            ["BookRecs:Http:MaxQueuedRequests"] = "0",
        });
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        small.Shop.BeforeBook = () =>
        {
            entered.SetResult();
            return leave.Task;
        };
        var first = small.Http.GetJsonAsync("/v1/items/42");
        await entered.Task.WaitAsync(Cancel);
        using (var response = await small.Http.GetAsync("/v1/models", Cancel))
        {
            var json = await response.ReadJsonAsync(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("urn:bookrecs:problem:overloaded", (string)json["type"]!);
            Assert.NotNull(response.Headers.RetryAfter);
        }
        await small.Http.GetJsonAsync("/health");
        leave.SetResult();
        await first;
    }

    [Fact]
    public async Task UnexpectedFailure_AnswersInternalWithoutInternals()
    {
        _server.Shop.Recommend = _ => Task.FromResult(FakeShop.List("43") with { Items = default });
        var json = await _server.Http.GetJsonAsync("/v1/recommendations?user_id=7", HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("Exception", json.ToJsonString());
        Assert.DoesNotContain("   at ", json.ToJsonString());
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Placeholder();

    private async Task<string> SendRawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port, Cancel);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancel);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancel);
    }
}
