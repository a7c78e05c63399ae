using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>Brings data sets into a shop file.</summary>
/// <param name="writer">Writes the rows.</param>
/// <param name="path">The file, for messages.</param>
/// <param name="batchRows">How many acts are written in one transaction.</param>
internal sealed class SqliteShopImporter(SqliteWriter writer, string path, int batchRows) : IShopImporter
{
    private const int BooksPerBatch = 5_000;

    // Rows among many others need their pages kept; rows at the end do not, and the cache also bounds what a sort holds.
    private const int CacheAmongOthers = 96;
    private const int CacheAtTheEnd = 32;

    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _isGenerating;

    /// <inheritdoc/>
    public async Task<ImportResult> ImportBooksAsync(IEnumerable<Book> books, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(books);
        await RefuseMixingAsync();
        return await Task.Run(
            async () =>
            {
                var total = new ImportResult(0, 0, 0);
                foreach (var batch in books.Chunk(BooksPerBatch))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var part = await writer.RunAsync(
                        database => SqliteCatalogueWrites.Import(database, batch), WriteMode.Alone, cancellationToken: CancellationToken.None);
                    total = new ImportResult(
                        total.Added + part.Added, total.Replaced + part.Replaced, total.Unchanged + part.Unchanged);
                }

                return total;
            },
            CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task<ImportResult> ImportInteractionsAsync(
        IEnumerable<Interaction> interactions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        await RefuseMixingAsync();

        await _turn.WaitAsync(cancellationToken);
        try
        {
            var isEmpty = await writer.RunAsync(PrepareImport, WriteMode.Bare, cancellationToken: cancellationToken);
            try
            {
                return await Task.Run(
                    () => new SqliteInteractionImport(writer, batchRows, isEmpty).RunAsync(interactions, cancellationToken),
                    CancellationToken.None);
            }
            finally
            {
                await writer.RunAsync(FinishImport, WriteMode.Bare, cancellationToken: CancellationToken.None);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task MarkSyntheticAsync(CancellationToken cancellationToken = default)
    {
        await writer.RunAsync(
            database =>
            {
                database.Execute("UPDATE shop SET is_synthetic = 1");
                return 0;
            },
            cancellationToken: cancellationToken);
        _isGenerating = true;
    }

    private static bool PrepareImport(SqliteDatabase database)
    {
        // Indexes over many rows are built several times faster in one go than row by row.
        var isEmpty = database.Scalar("SELECT acts FROM shop") == 0;
        if (isEmpty)
            database.Execute(SqliteSchema.DropIndexes);

        // An import looks every number up itself; to have SQLite look each one up again costs a fifth of the rate.
        var cache = isEmpty ? CacheAtTheEnd : CacheAmongOthers;
        database.Execute($"PRAGMA cache_size = -{cache * 1024}; PRAGMA foreign_keys = OFF;");
        return isEmpty;
    }

    private int FinishImport(SqliteDatabase database)
    {
        database.Execute($"PRAGMA cache_size = -{writer.CacheMegabytes * 1024}; PRAGMA foreign_keys = ON; PRAGMA shrink_memory;");
        database.Execute(SqliteSchema.CreateUserIndex);
        database.Execute(SqliteSchema.CreateItemIndex);
        database.Checkpoint();
        return 0;
    }

    private async Task RefuseMixingAsync()
    {
        var isSynthetic = await writer.RunAsync(static database => database.Scalar("SELECT is_synthetic FROM shop") != 0);
        if (isSynthetic && !_isGenerating)
        {
            throw new StorageException(
                $"{path} holds the generated demonstration shop; importing into it would mix generated with real data, and nothing " +
                "was imported. Import into another file, or delete this one first (with its -wal and -shm files).");
        }
    }
}
