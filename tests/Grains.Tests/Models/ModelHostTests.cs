using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Recommender.Ranking;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookRecs.Grains.Tests.Models;

public sealed class ModelHostTests : IDisposable
{
    private readonly FakeModelStore _store = new();
    private readonly ModelHost _host;

    public ModelHostTests() => _host = new ModelHost(_store, new MemoryShop(TimeProvider.System), NullLogger<ModelHost>.Instance);

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Acquire_BeforeAnyModel_IsEmpty()
    {
        using var lease = _host.Acquire();
        Assert.Null(lease.Model);
    }

    [Fact]
    public async Task OnActivated_ClosesTheOldModelOnlyAfterItsLastRequest()
    {
        _store.Add("v1");
        _store.Add("v2");
        await _host.OnActivatedAsync("v1");
        var lease = _host.Acquire();
        await _host.OnActivatedAsync("v2");
        Assert.Equal("v2", _host.Version);
        var old = (FakeModel)lease.Model!;
        Assert.False(old.IsDisposed, "a model must stay open while a request uses it");
        lease.Dispose();
        Assert.True(old.IsDisposed, "a model that nobody uses must be closed");
    }

    [Fact]
    public async Task OnActivated_DamagedModel_KeepsThePresentOneAndSaysWhy()
    {
        _store.Add("v1");
        _store.Damaged["v2"] = "model.bin is truncated";
        await _host.OnActivatedAsync("v1");
        await _host.OnActivatedAsync("v2");
        Assert.Equal(("v1", "v2", "model.bin is truncated"), (_host.Version, _host.WantedVersion, _host.LoadError));
        await _host.OnActivatedAsync("v1");
        Assert.Null(_host.LoadError);
    }

    [Fact]
    public async Task OnActivated_TwiceWhileLoading_EndsWithTheLater()
    {
        _store.Add("v1");
        _store.Add("v2");
        _store.MayLoad.Reset();
        var first = _host.OnActivatedAsync("v1");
        var second = _host.OnActivatedAsync("v2");
        _store.MayLoad.Set();
        await Task.WhenAll(first, second);
        Assert.Equal("v2", _host.Version);
    }

    [Fact]
    public async Task Check_AnsweredBeforeALaterActivation_ChangesNothing()
    {
        _store.Add("v1");
        _store.Add("v2");
        var registry = new FakeRegistry();
        var check = _host.CheckAsync(registry);
        await _host.OnActivatedAsync("v2");
        registry.Answer.SetResult("v1");
        await check;
        Assert.Equal("v2", _host.Version);
    }

    [Fact]
    public async Task Check_LostWord_IsMadeUpFor()
    {
        _store.Add("v1");
        var registry = new FakeRegistry();
        registry.Answer.SetResult("v1");
        await _host.CheckAsync(registry);
        Assert.Equal("v1", _host.Version);
    }

    [Fact]
    public async Task Exchange_UnderConcurrentRequests_FailsNoneAndOnlyMovesForward()
    {
        const int Versions = 200;
        for (var number = 0; number < Versions; number++)
            _store.Add($"v{number:000}");
        await _host.OnActivatedAsync("v000");
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Read(done.Token))).ToArray();
        for (var number = 1; number < Versions; number++)
            await _host.OnActivatedAsync($"v{number:000}");
        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal($"v{Versions - 1}", _host.Version);
        Assert.Equal([_host.Version], _store.Loaded.Where(model => !model.IsDisposed).Select(model => model.Version));
    }

    private void Read(CancellationToken done)
    {
        var last = "";
        do
        {
            using var lease = _host.Acquire();
            var model = lease.Model!;
            Assert.True(string.CompareOrdinal(last, model.Version) <= 0, $"{model.Version} served after {last}");
            last = model.Version;
            Assert.Equal(3, model.Rank(new RankingRequest { Count = 3 }).Count);
        }
        while (!done.IsCancellationRequested);
    }
}
