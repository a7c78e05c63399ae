using System.Net;
using System.Text.Json.Nodes;
using BookRecs.Frontend.Tests.Fakes;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Frontend.Tests;

public sealed class RecommendationTests : IAsyncLifetime
{
    private FrontendServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FrontendServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_OfKnownUser_HasTheDocumentedShape()
    {
        var list = FakeShop.List("43", "44");
        _server.Shop.Recommend = _ => Task.FromResult(list);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/recommendations?user_id=7");
        request.Headers.Add("X-Request-Id", "page-1");
        using var response = await _server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var json = await response.ReadJsonAsync(HttpStatusCode.OK);

        var took = (double)json["meta"]!["took_ms"]!;
        Assert.True(took >= 0, "took_ms must not be negative");
        json["meta"]!.AsObject().Remove("took_ms");
        var expected = JsonNode.Parse(
            """
            {"items":[
              {"item_id":"43","rank":1,"score":3.5,"source":"item_to_item",
               "reasons":[{"code":"same_author","text":"Also by Zoë Ångström","because_of":["41"]}],
               "book":{"title":"Būk \"43\" <&> 📚","authors":["Zoë Ångström"],"year":2004}},
              {"item_id":"44","rank":2,"score":2.5,"source":"item_to_item",
               "reasons":[{"code":"same_author","text":"Also by Zoë Ångström","because_of":["41"]}],
               "book":{"title":"Būk \"44\" <&> 📚","authors":["Zoë Ångström"],"year":2004}}],
             "meta":{"request_id":"page-1","model_version":"v1","variant":null,"fallback":false,"fallback_reason":null}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, json), json.ToJsonString());
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task List_WithLettersOfAnyLanguage_WritesThemAsTheyAre()
    {
        _server.Shop.Recommend = _ => Task.FromResult(FakeShop.List("43"));
        var text = await _server.Http.GetStringAsync("/v1/recommendations?user_id=7", TestContext.Current.CancellationToken);
        Assert.Contains("Zoë Ångström", text);
        Assert.Contains("<&>", text);
    }

    [Fact]
    public async Task List_AfterAPurchase_NoLongerHoldsTheItem()
    {
        var http = _server.Http;
        await http.PostJsonAsync(
            "/v1/transactions", """{"transactions":[{"transaction_id":"a","user_id":"7","item_id":"40","kind":"purchase"}]}""");
        var before = await http.GetJsonAsync("/v1/recommendations?user_id=7");
        var first = (string)before["items"]![0]!["item_id"]!;
        await http.PostJsonAsync(
            "/v1/transactions", $$"""{"transactions":[{"transaction_id":"b","user_id":"7","item_id":"{{first}}","kind":"purchase"}]}""");
        var after = await http.GetJsonAsync("/v1/recommendations?user_id=7");
        Assert.DoesNotContain(after["items"]!.AsArray(), item => (string)item!["item_id"]! == first);
    }

    [Fact]
    public async Task List_OfUnknownUser_IsAMarkedFallback()
    {
        var json = await _server.Http.GetJsonAsync("/v1/recommendations?user_id=nobody");
        Assert.True((bool)json["meta"]!["fallback"]!);
        Assert.Equal("unknown_user", (string)json["meta"]!["fallback_reason"]!);
        Assert.NotEmpty(json["items"]!.AsArray());
    }

    [Fact]
    public async Task List_OfAnEmptyShop_IsEmptyWithReason()
    {
        _server.Shop.Recommend = _ => Task.FromResult(new RecommendationList([], null, FallbackReason.NoModel));
        var json = await _server.Http.GetJsonAsync("/v1/recommendations?user_id=7");
        Assert.Empty(json["items"]!.AsArray());
        Assert.Null(json["meta"]!["model_version"]);
        Assert.Equal("no_model", (string)json["meta"]!["fallback_reason"]!);
    }

    [Fact]
    public async Task PlainQuestion_ReachesTheGrainAsTheSharedDefault()
    {
        await _server.Http.GetJsonAsync("/v1/recommendations?user_id=7&limit=10&context=home");
        Assert.Same(RecommendationQuery.Default, _server.Shop.Queries.Single());
    }

    [Fact]
    public async Task Parameters_ReachTheGrainDecoded()
    {
        await _server.Http.GetJsonAsync(
            "/v1/recommendations?limit=%31%300&exclude=a%20b,c&exclude=%F0%9F%93%9A&language=en-GB&context=cart&user_id=a%2Fb%2Bc+d");
        var query = _server.Shop.Queries.Single();
        Assert.Equal(100, query.Limit);
        Assert.Equal(["a b", "c", "a b,c", "📚"], query.Exclude);
        Assert.Equal("en-GB", query.Language);
    }

    [Fact]
    public async Task Exclude_WithHundredIdsInPairs_IsTaken()
    {
        var exclude = string.Concat(Enumerable.Range(0, 50).Select(i => $"&exclude={i},x{i}"));
        await _server.Http.GetJsonAsync("/v1/recommendations?user_id=7" + exclude);
        Assert.Equal(150, _server.Shop.Queries.Single().Exclude.Length);
    }

    [Theory]
    [InlineData("", "user_id", null, "required")]
    [InlineData("user_id=", "user_id", "", "1 to 200")]
    [InlineData("user_id=a%00b", "user_id", null, "control characters")]
    [InlineData("user_id=%FF", "user_id", "%FF", "UTF-8")]
    [InlineData("user_id=..", "user_id", "..", "path cannot carry")]
    [InlineData("user_id=7&user_id=8", "user_id", "8", "once")]
    [InlineData("user_id=7&limit=0", "limit", "0", "1 to 100")]
    [InlineData("user_id=7&limit=-1", "limit", "-1", "1 to 100")]
    [InlineData("user_id=7&limit=101", "limit", "101", "1 to 100")]
    [InlineData("user_id=7&limit=1000000", "limit", "1000000", "1 to 100")]
    [InlineData("user_id=7&limit=99999999999999999999", "limit", "99999999999999999999", "1 to 100")]
    [InlineData("user_id=7&limit=abc", "limit", "abc", "whole number")]
    [InlineData("user_id=7&limit=", "limit", "", "whole number")]
    [InlineData("user_id=7&limit=5.0", "limit", "5.0", "whole number")]
    [InlineData("user_id=7&limit=5&limit=5", "limit", "5", "once")]
    [InlineData("user_id=7&context=shelf", "context", "shelf", "home, book or cart")]
    [InlineData("user_id=7&language=", "language", "", "language code")]
    [InlineData("user_id=7&language=e%20n", "language", "e n", "language code")]
    [InlineData("user_id=7&exclude=a,%01", "exclude", null, "control characters")]
    [InlineData("user_id=7&limt=5", "limt", "5", "not a parameter")]
    public async Task BadParameter_AnswersFieldValueAndRule(string query, string field, string? value, string rule)
    {
        var json = await _server.Http.GetJsonAsync("/v1/recommendations?" + query, HttpStatusCode.BadRequest);
        var error = json["errors"]!.AsArray().Single()!;
        Assert.Equal("urn:bookrecs:problem:invalid-parameter", (string)json["type"]!);
        Assert.Equal(field, (string)error["field"]!);
        if (value is not null)
            Assert.Equal(value, (string)error["value"]!);
        Assert.Contains(rule, (string)error["rule"]!);
        Assert.Empty(_server.Shop.Queries);
    }

    [Fact]
    public async Task Exclude_WithMoreThanHundredIds_IsRefused()
    {
        var exclude = string.Join(',', Enumerable.Range(0, 101));
        var json = await _server.Http.GetJsonAsync("/v1/recommendations?user_id=7&exclude=" + exclude, HttpStatusCode.BadRequest);
        Assert.Equal("101 ids", (string)json["errors"]![0]!["value"]!);
    }
}
