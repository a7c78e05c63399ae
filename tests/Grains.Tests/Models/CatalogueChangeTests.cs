using BookRecs.Grains.Log;
using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Recommender.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookRecs.Grains.Tests.Models;

/// <summary>How changes of the catalogue reach the model that serves.</summary>
public sealed class CatalogueChangeTests : IDisposable
{
    private readonly MemoryShop _shop = new(TimeProvider.System);
    private readonly FakeModelStore _store;
    private readonly ModelHost _host;

    public CatalogueChangeTests()
    {
        _store = new FakeModelStore(_shop);
        _host = new ModelHost(_store, _shop, NullLogger<ModelHost>.Instance);
        for (var number = 0; number < 40; number++)
            _store.Add($"v{number}");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Include_APostedBook_PutsAnotherCatalogueInPlace_AndClosesTheOldOneAfterItsLastRequest()
    {
        _shop.Add(new Book { ItemId = "old", Title = "Old" });
        await _host.OnActivatedAsync("v0");
        var lease = _host.Acquire();
        var before = (FakeModel)lease.Model!;

        await _host.IncludeAsync((await PostAsync("new")).Revision);

        Assert.Equal(["new", "old"], Current().Titles.Keys.Order());
        Assert.Equal(new ServingState("v0", 1), _host.Serving);
        Assert.False(before.IsDisposed, "a catalogue must stay while a request uses it");
        lease.Dispose();
        Assert.True(before.IsDisposed, "a catalogue that nobody uses must go");
    }

    [Fact]
    public async Task Include_WhatIsThereAlready_DoesNothing()
    {
        await _host.OnActivatedAsync("v0");
        var revision = (await PostAsync("new")).Revision;
        await _host.IncludeAsync(revision);
        var model = Current();

        await _host.IncludeAsync(revision);
        await _host.CheckCatalogueAsync();

        Assert.Same(model, Current());
        Assert.Equal(1, _shop.ChangeReads);
    }

    [Fact]
    public async Task Include_ManyThatWait_ShareOneTakingIn()
    {
        await _host.OnActivatedAsync("v0");
        _store.MayLoad.Reset();
        var loading = _host.OnActivatedAsync("v1");
        var posts = new List<Task>();
        for (var number = 0; number < 50; number++)
            posts.Add(_host.IncludeAsync((await PostAsync($"book {number}")).Revision));
        Assert.DoesNotContain(posts, static post => post.IsCompleted);
        _store.MayLoad.Set();

        await Task.WhenAll(posts.Append(loading));

        Assert.Equal(50, Current().Titles.Count);
        Assert.True(_shop.ChangeReads <= 1, $"changes were read {_shop.ChangeReads} times");
    }

    [Fact]
    public async Task Include_ABookPostedAfterALoadHasReadTheCatalogue_IsInTheModelThatServesThen()
    {
        await _host.OnActivatedAsync("v0");
        Task? post = null;
        _store.AfterReading = () => post = _host.IncludeAsync(PostAsync("late").Result.Revision);

        await _host.OnActivatedAsync("v1");
        Assert.DoesNotContain("late", _store.Loaded.Last().Titles.Keys);
        await post!;

        Assert.Equal(("v1", "late"), (_host.Version, Assert.Single(Current().Titles.Keys)));
    }

    [Fact]
    public async Task Include_WhileModelsAreLoadedAndRolledBack_NoAcknowledgedBookIsMissing()
    {
        await _host.OnActivatedAsync("v0");
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < 100; number++)
            {
                await _host.IncludeAsync((await PostAsync($"{writer}-{number}")).Revision);
                using var lease = _host.Acquire();
                var titles = ((FakeModel)lease.Model!).Titles;
                for (var earlier = 0; earlier <= number; earlier++)
                    Assert.True(titles.ContainsKey($"{writer}-{earlier}"), $"{writer}-{earlier} was acknowledged, and is not there after {number}");
            }
        })).ToArray();
        for (var number = 1; !Task.WhenAll(writers).IsCompleted; number++)
            await _host.OnActivatedAsync($"v{number % 40}");

        await Task.WhenAll(writers);
        Assert.Equal(400, Current().Titles.Count);
    }

    [Fact]
    public async Task Include_CatalogueThatCannotBeRead_KeepsTheModel_AndTakesTheBookInLater()
    {
        await _host.OnActivatedAsync("v0");
        var revision = (await PostAsync("new")).Revision;
        _shop.FailReads = new LogUnavailableException("down");
        await Assert.ThrowsAsync<LogUnavailableException>(() => _host.IncludeAsync(revision));
        Assert.Empty(Current().Titles);

        _shop.FailReads = null;
        await _host.IncludeAsync(revision);

        Assert.Equal("new", Assert.Single(Current().Titles.Keys));
    }

    [Fact]
    public async Task Include_WithoutAModel_CompletesAndIsNoticed_AndTheFirstModelHoldsTheBook()
    {
        await _host.IncludeAsync((await PostAsync("new")).Revision);
        Assert.Equal(new ServingState(null, 1), _host.Serving);

        await _host.OnActivatedAsync("v0");

        Assert.Equal("new", Assert.Single(Current().Titles.Keys));
        Assert.Equal(new ServingState("v0", 1), _host.Serving);
    }

    [Fact]
    public async Task Service_ABookThatAnotherProcessWrote_IsTakenInAtTheNextLook()
    {
        await using var silo = await TestSilo.StartAsync(
            _ => _shop, _store, configure: static services => services.AddHostedService<ModelHostService>());
        await silo.ActivateAsync("v0");
        var revision = (await PostAsync("theirs")).Revision;

        while (silo.Models.Serving.CatalogueRevision < revision)
        {
            Cancel.ThrowIfCancellationRequested();
            silo.Time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        using var lease = silo.Models.Acquire();
        Assert.Contains("theirs", ((FakeModel)lease.Model!).Titles.Keys);
    }

    private FakeModel Current()
    {
        using var lease = _host.Acquire();
        return (FakeModel)lease.Model!;
    }

    private Task<Grains.Books.BookWrite> PostAsync(string itemId) => _shop.PutAsync(new Book { ItemId = itemId, Title = itemId }, Cancel);
}
