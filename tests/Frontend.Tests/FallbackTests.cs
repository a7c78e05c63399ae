using System.Net;
using BookRecs.Frontend.Tests.Fakes;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Frontend.Tests;

public sealed class FallbackTests : IAsyncLifetime
{
    private FrontendServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FrontendServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task LateGrain_AtTheDeadline_GivesThePopularList()
    {
        var late = new TaskCompletionSource<RecommendationList>();
        _server.Shop.Recommend = _ => late.Task;
        var asked = _server.Http.GetJsonAsync("/v1/recommendations?user_id=7");
        Assert.Equal(TimeSpan.FromMilliseconds(150), await _server.Time.TimerSetAsync(Cancel));
        Assert.False(asked.IsCompleted);
        _server.Time.Advance(TimeSpan.FromMilliseconds(150));

        var json = await asked;
        Assert.Equal("99", (string)json["items"]![0]!["item_id"]!);
        Assert.True((bool)json["meta"]!["fallback"]!);
        Assert.Equal("deadline", (string)json["meta"]!["fallback_reason"]!);
    }

    [Fact]
    public async Task LateGrain_WithinTheDeadline_GivesThePersonalList()
    {
        var late = new TaskCompletionSource<RecommendationList>();
        _server.Shop.Recommend = _ => late.Task;
        var asked = _server.Http.GetJsonAsync("/v1/recommendations?user_id=7");
        await _server.Time.TimerSetAsync(Cancel);
        late.SetResult(FakeShop.List("43"));
        Assert.False((bool)(await asked)["meta"]!["fallback"]!);
    }

    [Fact]
    public async Task LateFailure_IsObserved()
    {
        var unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            if (e.Exception.InnerException is TimeZoneNotFoundException)
                Interlocked.Increment(ref unobserved);
        }
        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            await FailLate();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            Assert.Equal(0, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }

        async Task FailLate()
        {
            var late = new TaskCompletionSource<RecommendationList>();
            _server.Shop.Recommend = _ => late.Task;
            var asked = _server.Http.GetJsonAsync("/v1/recommendations?user_id=7");
            await _server.Time.TimerSetAsync(Cancel);
            _server.Time.Advance(TimeSpan.FromSeconds(1));
            await asked;
            late.SetException(new TimeZoneNotFoundException());
            _server.Shop.Recommend = null;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FailedGrain_GivesThePopularList(bool atOnce)
    {
        _server.Shop.Recommend = atOnce
            ? _ => throw new InvalidOperationException("mailbox full")
            : _ => Task.FromException<RecommendationList>(new InvalidOperationException("log unavailable"));
        var json = await _server.Http.GetJsonAsync("/v1/recommendations?user_id=7");
        Assert.Equal("unavailable", (string)json["meta"]!["fallback_reason"]!);
        Assert.NotEmpty(json["items"]!.AsArray());
    }

    [Fact]
    public async Task FailedFallback_AnswersUnavailableWithRetryAfter()
    {
        _server.Shop.Recommend = _ => throw new InvalidOperationException("secret path /srv/shop");
        _server.Shop.Fallback.Popular = _ => throw new InvalidOperationException("secret path /srv/shop");
        using var response = await _server.Http.GetAsync("/v1/recommendations?user_id=7", Cancel);
        var json = await response.ReadJsonAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("secret", json.ToJsonString());
    }

    [Fact]
    public async Task LateFallback_AnswersUnavailable()
    {
        _server.Shop.Recommend = _ => throw new InvalidOperationException();
        _server.Shop.Fallback.Popular = _ => new TaskCompletionSource<RecommendationList>().Task;
        var asked = _server.Http.GetJsonAsync("/v1/recommendations?user_id=7", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(TimeSpan.FromSeconds(1), await _server.Time.TimerSetAsync(Cancel));
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        await asked;
    }
}
