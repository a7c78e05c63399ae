using BookRecs.Grains.Books;
using BookRecs.Grains.Log;
using BookRecs.Storage.Postgres;
using BookRecs.Storage.Tests.Suite;
using Orleans.Storage;

namespace BookRecs.Storage.Tests.Postgres;

/// <summary>A PostgreSQL shop in a database of its own.</summary>
internal sealed class PostgresTestShop : IShop
{
    private readonly TimeProvider _time;

    private PostgresTestShop(StorageOptions options, PostgresShop inner, TimeProvider time) =>
        (Options, Inner, _time) = (options, inner, time);

    public StorageOptions Options { get; }

    public PostgresShop Inner { get; private set; }

    public ITransactionLog Log => Inner.Log;

    public ICatalogueStore Catalogue => Inner.Catalogue;

    public IShopImporter Importer => Inner.Importer;

    public IStorageProbe Probe => Inner.Probe;

    public IGrainStorage GrainState => Inner.GrainState;

    public static async Task<IShop> CreateAsync(TimeProvider time) => await CreateAsync(null, time);

    public static async Task<PostgresTestShop> CreateAsync(Action<StorageOptions>? configure = null, TimeProvider? time = null)
    {
        var options = PostgresDatabases.Options(await PostgresDatabases.CreateAsync());
        configure?.Invoke(options);
        time ??= TimeProvider.System;
        return new PostgresTestShop(options, await PostgresShop.OpenAsync(options, ShopUse.Alone, time), time);
    }

    public async Task ReopenAsync()
    {
        await Inner.DisposeAsync();
        Inner = await PostgresShop.OpenAsync(Options, ShopUse.Alone, _time);
    }

    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
