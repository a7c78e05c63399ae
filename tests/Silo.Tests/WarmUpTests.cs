using BookRecs.Grains.Log;
using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Grains.Users;
using BookRecs.Recommender.Data;
using BookRecs.Silo.Startup;
using BookRecs.Storage;
using BookRecs.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BookRecs.Silo.Tests;

public sealed class WarmUpTests : IDisposable
{
    private const int Books = 3;
    private const int ReadersOfBook = 12;
    private const int ReadersAsked = 8;

    private readonly MemoryShop _shop = new(TimeProvider.System);
    private readonly FakeModelStore _store = new();
    private readonly ModelHost _models;

    public WarmUpTests()
    {
        _models = new ModelHost(_store, _shop, NullLogger<ModelHost>.Instance);
        for (var number = 0; number < Books * ReadersOfBook; number++)
            _shop.Add(new Interaction($"reader {number}", $"book {number % Books}", InteractionKind.Purchase, false, null, null));
    }

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Run_WithAModel_RanksForTheLatestReadersOfPopularBooks()
    {
        _store.Add("v1");
        await _models.OnActivatedAsync("v1");
        await WarmUp(TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Books, _shop.ItemReads);
        Assert.Equal(Books * ReadersAsked, _shop.UserReads);
        Assert.Equal(Books * ReadersAsked, Assert.Single(_store.Loaded).RankCount);
    }

    [Fact]
    public async Task Run_WhenItsTimeIsUp_ReadsNoMoreReaders()
    {
        await WarmUp(new SlowTime()).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, _shop.UserReads);
    }

    [Fact]
    public async Task Run_WhileTheLogIsAway_EndsWithoutAnError()
    {
        _shop.FailReads = new LogUnavailableException("the database is away");
        await WarmUp(TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, _shop.UserReads);
    }

    private WarmUp WarmUp(TimeProvider time)
    {
        // One session, so that the shop's counts are of one thread.
        var storage = Options.Create(new StorageOptions { Postgres = new PostgresOptions { PoolSize = 1 } });
        var ranker = new UserRanker(_models, new PopularList(_models, _shop, _shop, time));
        return new WarmUp(_shop, ranker, new UserOptions(), storage, time);
    }

    /// <summary>A clock by which every step takes three seconds.</summary>
    private sealed class SlowTime : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds += 3;
    }
}
