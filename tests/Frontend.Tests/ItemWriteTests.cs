using System.Net;
using System.Text;
using BookRecs.Frontend.Tests.Fakes;

namespace BookRecs.Frontend.Tests;

/// <summary>PUT /v1/items/{item_id} and /availability.</summary>
public sealed class ItemWriteTests : IAsyncLifetime
{
    private const string Whole =
        """
        {"title":"Die größte Lampe (Lamps, #2)","authors":["Ada Moor","Zoë"],"series":["Lamps"],"genres":["mystery"],
         "description":"Two\nlines.","language":"de","year":2001,"publisher":"North Pier","work_id":"w-1","price":12.50,"available":false}
        """;

    private FrontendServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FrontendServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Put_ANewBook_Answers201WithTheBookAsGetAnswersIt()
    {
        using var content = new StringContent(Whole, Encoding.UTF8, "application/json");
        using var response = await _server.Http.PutAsync("/v1/items/a%2Fb%20c", content, TestContext.Current.CancellationToken);
        var json = await response.ReadJsonAsync(HttpStatusCode.Created);

        Assert.Equal("/v1/items/a%2Fb%20c", response.Headers.Location?.OriginalString);
        Assert.Equal((await _server.Http.GetJsonAsync("/v1/items/a%2Fb%20c")).ToJsonString(), json.ToJsonString());
        Assert.Equal("a/b c", (string)json["item_id"]!);
        Assert.Equal("Die größte Lampe (Lamps, #2)", (string)json["title"]!);
        Assert.Equal(["Ada Moor", "Zoë"], json["authors"]!.AsArray().Select(static author => (string)author!));
        Assert.Equal(("Two\nlines.", "de", 2001, "North Pier"), ((string)json["description"]!, (string)json["language"]!, (int)json["year"]!, (string)json["publisher"]!));
        Assert.Equal(("w-1", 12.5m, false), ((string)json["work_id"]!, (decimal)json["price"]!, (bool)json["available"]!));
        Assert.Equal([7], _server.Shop.Awaited);
    }

    [Fact]
    public async Task Put_AKnownBook_Answers200_AndReplacesItWhole()
    {
        await _server.Http.PutJsonAsync("/v1/items/new", Whole, HttpStatusCode.Created);
        var json = await _server.Http.PutJsonAsync("/v1/items/new", """{"title":"Bare","authors":null}""");

        Assert.Equal("Bare", (string)json["title"]!);
        Assert.Empty(json["authors"]!.AsArray());
        Assert.Null(json["description"]);
        Assert.True((bool)json["available"]!);
    }

    [Fact]
    public async Task Put_ThatBreaksRulesEndlessly_IsAnsweredWithAHundredOfThem()
    {
        var members = string.Join(',', Enumerable.Repeat("\"year\":0", 5_000));
        var json = await _server.Http.PutJsonAsync("/v1/items/new", $$"""{"title":"T",{{members}}}""", HttpStatusCode.BadRequest);
        Assert.Equal(100, json["errors"]!.AsArray().Count);
    }

    [Fact]
    public async Task Availability_WithANameThatIsNoText_IsRefused()
    {
        var json = await _server.Http.PutJsonAsync("/v1/items/42/availability", """{"\ud800aaaaaaaaaaaa":1}""", HttpStatusCode.BadRequest);
        Assert.Equal("member", (string)json["errors"]![0]!["field"]!);
    }

    [Theory]
    [InlineData("""{}""", "title", null, "is required")]
    [InlineData("""{"title":null}""", "title", null, "is required")]
    [InlineData("""{"title":" "}""", "title", " ", "not only spaces")]
    [InlineData("""{"title":"a\u0000b"}""", "title", "a\0b", "control")]
    [InlineData("""{"title":"a\nb"}""", "title", "a\nb", "control")]
    [InlineData("""{"title":5}""", "title", "5", "text")]
    [InlineData("""{"title":"\ud800"}""", "title", "\"\\ud800\"", "text")]
    [InlineData("""{"title":"T","authors":"Ada"}""", "authors", "Ada", "array of at most 100")]
    [InlineData("""{"title":"T","authors":["Ada",""]}""", "authors[1]", "", "1 to 300")]
    [InlineData("""{"title":"T","genres":[null]}""", "genres[0]", null, "must be a text")]
    [InlineData("""{"title":"T","description":"a\u0007"}""", "description", "a\a", "tabs and line breaks")]
    [InlineData("""{"title":"T","language":"en us"}""", "language", "en us", "language code")]
    [InlineData("""{"title":"T","year":2201}""", "year", "2201", "from -5000 to 2200")]
    [InlineData("""{"title":"T","year":0}""", "year", "0", "other than 0")]
    [InlineData("""{"title":"T","year":"2001"}""", "year", "2001", "whole number")]
    [InlineData("""{"title":"T","year":2001.5}""", "year", "2001.5", "whole number")]
    [InlineData("""{"title":"T","work_id":".."}""", "work_id", "..", "path")]
    [InlineData("""{"title":"T","work_id":7}""", "work_id", "7", "1 to 200")]
    [InlineData("""{"title":"T","price":-1}""", "price", "-1", "from 0")]
    [InlineData("""{"title":"T","price":1.00001}""", "price", "1.00001", "4 decimals")]
    [InlineData("""{"title":"T","available":"no"}""", "available", "no", "true or false")]
    [InlineData("""{"title":"T","autors":[]}""", "autors", "[]", "is not a member")]
    [InlineData("""["T"]""", "body", "Array", "object")]
    public async Task Put_ABookThatBreaksARule_NamesFieldValueAndRule(string body, string field, string? value, string rule)
    {
        var json = await _server.Http.PutJsonAsync("/v1/items/new", body, HttpStatusCode.BadRequest);

        Assert.Equal("urn:bookrecs:problem:invalid-item", (string)json["type"]!);
        var error = Assert.Single(json["errors"]!.AsArray())!;
        Assert.Equal((field, value), ((string)error["field"]!, (string?)error["value"]));
        Assert.Contains(rule, (string)error["rule"]!);
        Assert.Empty(_server.Shop.Put);
    }

    [Fact]
    public async Task Put_ABookThatBreaksSeveralRules_NamesThemAll()
    {
        var json = await _server.Http.PutJsonAsync("/v1/items/new", """{"year":0,"price":-1}""", HttpStatusCode.BadRequest);
        Assert.Equal(["year", "price", "title"], json["errors"]!.AsArray().Select(static error => (string)error!["field"]!));
    }

    [Theory]
    [InlineData("title", 1_000)]
    [InlineData("description", 20_000)]
    [InlineData("publisher", 300)]
    public async Task Put_ATextAtItsBound_IsTaken_AndOneMoreIsNot(string member, int length)
    {
        await _server.Http.PutJsonAsync("/v1/items/new", Body(length), HttpStatusCode.Created);
        var json = await _server.Http.PutJsonAsync("/v1/items/new", Body(length + 1), HttpStatusCode.BadRequest);
        Assert.Equal(member, (string)json["errors"]![0]!["field"]!);

        string Body(int count) => member == "title"
            ? $$"""{"title":"{{new string('x', count)}}"}"""
            : $$"""{"title":"T","{{member}}":"{{new string('x', count)}}"}""";
    }

    [Fact]
    public async Task Put_TooManyNames_AreCounted()
    {
        var names = string.Join(',', Enumerable.Repeat("\"x\"", 101));
        var json = await _server.Http.PutJsonAsync("/v1/items/new", $$"""{"title":"T","series":[{{names}}]}""", HttpStatusCode.BadRequest);
        Assert.Equal("101 texts", (string)json["errors"]![0]!["value"]!);
    }

    [Theory]
    [InlineData("/v1/items/%01", "item_id")]
    [InlineData("/v1/items/new?force=true", "force")]
    public async Task Put_BadPathOrParameter_IsRefused(string path, string field)
    {
        var json = await _server.Http.PutJsonAsync(path, """{"title":"T"}""", HttpStatusCode.BadRequest);
        Assert.Equal(("urn:bookrecs:problem:invalid-parameter", field), ((string)json["type"]!, (string)json["errors"]![0]!["field"]!));
    }

    [Fact]
    public async Task Put_NotJson_IsRefusedAsForTransactions()
    {
        var json = await _server.Http.PutJsonAsync("/v1/items/new", "{\"title\":", HttpStatusCode.BadRequest);
        Assert.Equal("urn:bookrecs:problem:malformed-json", (string)json["type"]!);
        using var form = new FormUrlEncodedContent([]);
        using var response = await _server.Http.PutAsync("/v1/items/new", form, TestContext.Current.CancellationToken);
        await response.ReadJsonAsync(HttpStatusCode.UnsupportedMediaType);
        await _server.Http.PutJsonAsync(
            "/v1/items/new", $$"""{"title":"T","description":"{{new string('x', 1_100_000)}}"}""", HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Put_NotInTheListsBecauseTheStoreFails_IsNotConfirmed()
    {
        _server.Shop.BeforeCatalogue = static () => throw new IOException("secret");
        var json = await _server.Http.PutJsonAsync("/v1/items/new", """{"title":"T"}""", HttpStatusCode.ServiceUnavailable);
        Assert.Equal("urn:bookrecs:problem:unavailable", (string)json["type"]!);
        Assert.Contains("send it again", (string)json["detail"]!);
        Assert.DoesNotContain("secret", json.ToJsonString());
    }

    [Fact]
    public async Task Put_AGrainThatFails_IsAskedOnce()
    {
        var calls = 0;
        _server.Shop.BeforeBook = () =>
        {
            calls++;
            throw new TimeoutException();
        };
        await _server.Http.PutJsonAsync("/v1/items/new", """{"title":"T"}""", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task PutAvailability_AnswersTheBook_AndWaitsForTheLists()
    {
        await _server.Http.PutJsonAsync("/v1/items/new", """{"title":"T"}""", HttpStatusCode.Created);
        var json = await _server.Http.PutJsonAsync("/v1/items/new/availability", """{"available":false}""");
        Assert.Equal(("T", false), ((string)json["title"]!, (bool)json["available"]!));
        Assert.Equal([7, 8], _server.Shop.Awaited);
    }

    [Fact]
    public async Task PutAvailability_AnUnknownBook_IsNotFound()
    {
        var json = await _server.Http.PutJsonAsync("/v1/items/nothing/availability", """{"available":false}""", HttpStatusCode.NotFound);
        Assert.Equal("urn:bookrecs:problem:unknown-book", (string)json["type"]!);
        Assert.Equal(("item_id", "nothing"), ((string)json["errors"]![0]!["field"]!, (string)json["errors"]![0]!["value"]!));
    }

    [Theory]
    [InlineData("{}", "available", "required")]
    [InlineData("""{"available":null}""", "available", "required")]
    [InlineData("""{"available":0}""", "available", "true or false")]
    [InlineData("""{"available":true,"why":"x"}""", "why", "not a member")]
    [InlineData("true", "body", "object")]
    public async Task PutAvailability_BadBody_NamesTheMember(string body, string field, string rule)
    {
        var json = await _server.Http.PutJsonAsync("/v1/items/new/availability", body, HttpStatusCode.BadRequest);
        Assert.Equal(field, (string)json["errors"]![0]!["field"]!);
        Assert.Contains(rule, (string)json["errors"]![0]!["rule"]!);
    }
}
