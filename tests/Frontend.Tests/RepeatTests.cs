using System.Net;
using BookRecs.Frontend.Recommendations;
using BookRecs.Frontend.Tests.Fakes;
using BookRecs.Grains.Interfaces.Recommendations;
using Microsoft.Extensions.DependencyInjection;

namespace BookRecs.Frontend.Tests;

/// <summary>What readers and shops notice of a silo that goes away: nothing, or a popular list.</summary>
public sealed class RepeatTests : IAsyncLifetime
{
    private FrontendServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FrontendServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Recording_OnASiloThatGoesAway_IsRepeatedUntilItIsRecorded()
    {
        var tries = 0;
        _server.Shop.BeforeRecord = _ => ++tries <= 3 ? throw new SiloUnavailableException("gone") : Task.CompletedTask;
        var posted = PostAsync();
        for (var repeat = 1; repeat <= 3; repeat++)
            _server.Time.Advance(await _server.Time.TimerSetAsync(Cancel));
        Assert.Equal(HttpStatusCode.OK, await posted);
        Assert.Equal(4, tries);
        Assert.Single(_server.Shop.Log);
    }

    [Fact]
    public async Task Recording_WithoutAnAnswer_IsSentAgainBesideTheFirst()
    {
        var tries = 0;
        _server.Shop.BeforeRecord = _ => ++tries == 1 ? new TaskCompletionSource().Task : Task.CompletedTask;
        var posted = PostAsync();
        Assert.Equal(TimeSpan.FromMilliseconds(250), await _server.Time.TimerSetAsync(Cancel));
        Assert.False(posted.IsCompleted);
        _server.Time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(HttpStatusCode.OK, await posted);
        Assert.Single(_server.Shop.Log);
    }

    [Fact]
    public async Task Recording_ThatTheRuntimeCancels_IsRepeated()
    {
        var tries = 0;
        _server.Shop.BeforeRecord = _ => ++tries == 1 ? throw new OperationCanceledException("another call expired") : Task.CompletedTask;
        var posted = PostAsync();
        _server.Time.Advance(await _server.Time.TimerSetAsync(Cancel));
        Assert.Equal(HttpStatusCode.OK, await posted);
        Assert.Single(_server.Shop.Log);
    }

    [Fact]
    public async Task Recording_ThatTheLogRefuses_IsNotRepeated()
    {
        var tries = 0;
        _server.Shop.BeforeRecord = _ =>
        {
            tries++;
            throw new InvalidOperationException("disk full");
        };
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync());
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task List_OnASiloThatGoesAway_IsAskedForOnceMore()
    {
        var tries = 0;
        _server.Shop.Recommend = _ => ++tries == 1 ? throw new SiloUnavailableException("gone") : Task.FromResult(FakeShop.List("43"));
        var asked = _server.Http.GetJsonAsync("/v1/recommendations?user_id=7");
        _server.Time.Advance(await _server.Time.TimerSetAsync(Cancel));
        Assert.False((bool)(await asked)["meta"]!["fallback"]!);
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task List_ThatFailsTwice_IsThePopularOne()
    {
        var tries = 0;
        _server.Shop.Recommend = _ =>
        {
            tries++;
            throw new SiloUnavailableException("gone");
        };
        var asked = _server.Http.GetJsonAsync("/v1/recommendations?user_id=7");
        _server.Time.Advance(await _server.Time.TimerSetAsync(Cancel));
        Assert.Equal("unavailable", (string)(await asked)["meta"]!["fallback_reason"]!);
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task List_WhoseDeadlinePassesDuringTheRepeat_IsThePopularOne()
    {
        var tries = 0;
        _server.Shop.Recommend = _ =>
        {
            if (++tries == 1)
                throw new SiloUnavailableException("gone");
            _server.Time.Advance(TimeSpan.FromSeconds(1));
            return new TaskCompletionSource<RecommendationList>().Task;
        };
        var asked = _server.Http.GetJsonAsync("/v1/recommendations?user_id=7");
        _server.Time.Advance(await _server.Time.TimerSetAsync(Cancel));
        Assert.Equal("deadline", (string)(await asked)["meta"]!["fallback_reason"]!);
    }

    [Fact]
    public async Task List_WhenNoSiloAnswers_IsTheHeldOne()
    {
        var held = _server.Services.GetRequiredService<HeldLists>();
        Assert.Null(held.Age);
        _server.Shop.Fallback.Popular = _ => Task.FromResult(FakeShop.List("1", "2", "3", "4"));
        Assert.True(await held.RefreshAsync());
        _server.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), held.Age);

        _server.Shop.Recommend = _ => throw new InvalidOperationException("no silo");
        _server.Shop.Fallback.Popular = _ => throw new InvalidOperationException("no silo");
        var answer = await _server.Http.GetJsonAsync("/v1/recommendations?user_id=7&limit=2&exclude=1");
        Assert.Equal(["2", "3"], answer["items"]!.AsArray().Select(item => (string)item!["item_id"]!));
        Assert.Equal("unavailable", (string)answer["meta"]!["fallback_reason"]!);
    }

    [Fact]
    public async Task HeldList_OfAShopThatHadNoBooks_IsNotShown_WhenSilosHaveSome()
    {
        var held = _server.Services.GetRequiredService<HeldLists>();
        _server.Shop.Fallback.Popular = _ => Task.FromResult(FakeShop.List());
        Assert.True(await held.RefreshAsync());
        Assert.False(held.HasBooks);

        _server.Shop.Recommend = _ => throw new InvalidOperationException("no silo");
        _server.Shop.Fallback.Popular = reason => Task.FromResult(FakeShop.List("1", "2") with { FallbackReason = reason });
        var answer = await _server.Http.GetJsonAsync("/v1/recommendations?user_id=7");
        Assert.Equal(["1", "2"], answer["items"]!.AsArray().Select(item => (string)item!["item_id"]!));

        Assert.True(await held.RefreshAsync());
        Assert.True(held.HasBooks);
    }

    [Fact]
    public async Task HeldList_OfALanguage_IsThereAfterTheNextRefresh()
    {
        var held = _server.Services.GetRequiredService<HeldLists>();
        var query = RecommendationQuery.Default with { Language = "de" };
        Assert.Null(held.Find(query, FallbackReason.Deadline));
        await held.RefreshAsync();
        Assert.Equal("99", held.Find(query, FallbackReason.Deadline)!.Items[0].ItemId);
        await held.RefreshAsync();
        Assert.Contains(_server.Shop.Fallback.Queries, asked => asked.Language == "de");
    }

    private async Task<HttpStatusCode> PostAsync()
    {
        const string Row = """{"transactions":[{"transaction_id":"a","user_id":"7","item_id":"42","kind":"wish"}]}""";
        using var content = new StringContent(Row, null, "application/json");
        using var response = await _server.Http.PostAsync("/v1/transactions", content, Cancel);
        return response.StatusCode;
    }
}
