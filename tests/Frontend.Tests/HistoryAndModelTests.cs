using System.Net;
using BookRecs.Frontend.Tests.Fakes;
using BookRecs.LocalRuntime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BookRecs.Frontend.Tests;

public sealed class HistoryAndModelTests : IAsyncLifetime
{
    private FrontendServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FrontendServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task History_PagesByCursor_NewestFirst()
    {
        var rows = Enumerable.Range(0, 5).Select(i =>
            $$"""{"transaction_id":"t{{i}}","user_id":"a/b","item_id":"42","kind":"rating","rating":{{i}}}""");
        await _server.Http.PostJsonAsync("/v1/transactions", $$"""{"transactions":[{{string.Join(',', rows)}}]}""");
        var ids = new List<string>();
        var next = "/v1/users/a%2Fb/history?limit=2";
        while (true)
        {
            var page = await _server.Http.GetJsonAsync(next);
            ids.AddRange(page["transactions"]!.AsArray().Select(t => (string)t!["transaction_id"]!));
            Assert.Equal(5, (int)page["total"]!);
            if (page["next_cursor"] is not { } cursor)
                break;
            next = "/v1/users/a%2Fb/history?limit=2&cursor=" + Uri.EscapeDataString((string)cursor!);
        }
        Assert.Equal(["t4", "t3", "t2", "t1", "t0"], ids);
    }

    [Fact]
    public async Task History_OfUnknownUser_IsEmpty()
    {
        var page = await _server.Http.GetJsonAsync("/v1/users/nobody/history");
        Assert.Empty(page["transactions"]!.AsArray());
        Assert.Equal(0, (int)page["total"]!);
        Assert.Null(page["next_cursor"]);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("cursor=not-ours", "cursor")]
    [InlineData("cursor=", "cursor")]
    [InlineData("page=2", "page")]
    public async Task History_WithBadParameter_NamesIt(string query, string field)
    {
        var json = await _server.Http.GetJsonAsync("/v1/users/7/history?" + query, HttpStatusCode.BadRequest);
        Assert.Equal(field, (string)json["errors"]![0]!["field"]!);
    }

    [Fact]
    public async Task Models_ShowTheActiveOneAndTheTraining()
    {
        var training = await _server.Http.PostJsonAsync("/v1/models/retrain", null, HttpStatusCode.Accepted);
        Assert.Equal(("queued", "http"), ((string)training["state"]!, (string)training["reason"]!));
        var models = await _server.Http.GetJsonAsync("/v1/models");
        Assert.Equal("v2", (string)models["active_version"]!);
        Assert.Equal(["active", "admitted"], models["models"]!.AsArray().Select(m => (string)m!["status"]!));
        Assert.Equal("t1", (string)models["training"]!["training_id"]!);
        var metrics = models["models"]![0]!["metrics"]!.AsObject().Select(m => m.Key);
        Assert.Equal(["overall.ndcg@10", "warm.ndcg@10"], metrics);
    }

    [Fact]
    public async Task Retrain_TooOften_IsRefused_AndTellsHowLongIsLeft()
    {
        for (var i = 0; i < 6; i++)
            await _server.Http.PostJsonAsync("/v1/models/retrain", null, HttpStatusCode.Accepted);
        Assert.Equal(10, await SecondsToWaitAsync());
        _server.Time.Advance(TimeSpan.FromSeconds(3.5));
        Assert.Equal(7, await SecondsToWaitAsync());
        _server.Time.Advance(TimeSpan.FromSeconds(6.5));
        await _server.Http.PostJsonAsync("/v1/models/retrain", null, HttpStatusCode.Accepted);
        Assert.Equal(10, await SecondsToWaitAsync());
        _server.Time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 6; i++)
            await _server.Http.PostJsonAsync("/v1/models/retrain", null, HttpStatusCode.Accepted);
        Assert.Equal(10, await SecondsToWaitAsync());

        async Task<double> SecondsToWaitAsync()
        {
            using var response = await _server.Http.PostAsync("/v1/models/retrain", null, TestContext.Current.CancellationToken);
            await response.ReadJsonAsync(HttpStatusCode.TooManyRequests);
            return response.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        }
    }

    [Fact]
    public async Task ActivateAndRollback_ChangeTheActiveModel()
    {
        Assert.Equal("v1", (string)(await _server.Http.PostJsonAsync("/v1/models/v1/activate", null))["active_version"]!);
        Assert.Equal("v2", (string)(await _server.Http.PostJsonAsync("/v1/models/v2/activate", null))["active_version"]!);
        Assert.Equal("v1", (string)(await _server.Http.PostJsonAsync("/v1/models/rollback", null))["active_version"]!);
        var json = await _server.Http.PostJsonAsync("/v1/models/rollback", null, HttpStatusCode.Conflict);
        Assert.Equal("urn:bookrecs:problem:nothing-to-roll-back-to", (string)json["type"]!);
    }

    [Theory]
    [InlineData("v9", HttpStatusCode.NotFound, "unknown-model")]
    [InlineData("damaged", HttpStatusCode.Conflict, "model-unusable")]
    public async Task Activate_OfAModelThatCannotServe_LeavesTheOther(string version, HttpStatusCode status, string type)
    {
        var json = await _server.Http.PostJsonAsync($"/v1/models/{version}/activate", null, status);
        Assert.Equal("urn:bookrecs:problem:" + type, (string)json["type"]!);
        Assert.Contains("v2 goes on serving", (string)json["detail"]!);
    }

    [Theory]
    [InlineData("GET", "/v1/models")]
    [InlineData("POST", "/v1/models/retrain")]
    [InlineData("POST", "/v1/models/v1/activate")]
    [InlineData("POST", "/v1/models/rollback")]
    [InlineData("POST", "/v1/transactions")]
    public async Task AnyParameter_IsRefusedBeforeAnythingIsDone(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path + "?dry_run=true");
        if (path.EndsWith("transactions", StringComparison.Ordinal))
            request.Content = new StringContent("""{"transactions":[{"transaction_id":"a","user_id":"7","item_id":"42","kind":"wish"}]}""", null, "application/json");
        using var response = await _server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var json = await response.ReadJsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal("dry_run", (string)json["errors"]![0]!["field"]!);
        Assert.Empty(_server.Shop.Log);
        var models = await _server.Http.GetJsonAsync("/v1/models");
        Assert.Equal("v2", (string)models["active_version"]!);
        Assert.Null(models["training"]);
    }

    [Fact]
    public async Task ErrorOfTheRuntime_IsLoggedByItsTypeAlone_AsItsTextMayNameAReader()
    {
        using var log = new LogLines();
        await using var server = await FrontendServer.StartAsync(services: services => services.AddSingleton<ILoggerProvider>(log));
        server.Shop.Registry.Failure = new LimitExceededException("calls", 2, 1, "user/ada@example.com");
        await server.Http.GetJsonAsync("/v1/models", HttpStatusCode.ServiceUnavailable);
        Assert.Contains(log.All, static line => line.StartsWith("6001 Grain call for models failed: LimitExceededException", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, static line => line.Contains("ada@example.com", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/v1/models")]
    [InlineData("POST", "/v1/models/retrain")]
    [InlineData("POST", "/v1/models/v1/activate")]
    [InlineData("POST", "/v1/models/rollback")]
    public async Task FailingRegistry_AnswersUnavailable(string method, string path)
    {
        _server.Shop.Registry.Failure = new InvalidOperationException();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await response.ReadJsonAsync(HttpStatusCode.ServiceUnavailable);
    }
}
