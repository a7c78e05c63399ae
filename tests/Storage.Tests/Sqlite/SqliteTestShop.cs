using BookRecs.Grains.Books;
using BookRecs.Grains.Log;
using BookRecs.Storage.Sqlite;
using BookRecs.Storage.Tests.Suite;
using Orleans.Storage;

namespace BookRecs.Storage.Tests.Sqlite;

/// <summary>A SQLite shop in a folder of its own, which goes with it.</summary>
internal sealed class SqliteTestShop : IShop
{
    private readonly TempFolder _folder = new();
    private readonly TimeProvider _time;
    private readonly StorageOptions _options;

    public SqliteTestShop(TimeProvider? time = null, StorageOptions? options = null)
    {
        _time = time ?? TimeProvider.System;
        _options = options ?? new StorageOptions { ImportBatchRows = 1_000 };
        Inner = Open();
    }

    public SqliteShop Inner { get; private set; }

    public ITransactionLog Log => Inner.Log;

    public ICatalogueStore Catalogue => Inner.Catalogue;

    public IShopImporter Importer => Inner.Importer;

    public IStorageProbe Probe => Inner.Probe;

    public IGrainStorage GrainState => Inner.GrainState;

    public string FilePath => _folder.File("shop.db");

    public async Task ReopenAsync()
    {
        await Inner.DisposeAsync();
        Inner = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync();
        _folder.Dispose();
    }

    private SqliteShop Open() => SqliteShop.Open(FilePath, _options, _time);
}
