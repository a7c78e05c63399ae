using BookRecs.Grains.Books;
using BookRecs.Grains.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace BookRecs.Storage.Sqlite;

/// <summary>A shop in one SQLite file: the log, the catalogue and grain state. Safe for any number of callers at once.</summary>
public sealed class SqliteShop : IShopStore
{
    private readonly SqliteFile _file;
    private readonly SqliteWriter? _writer;
    private readonly SqliteReaders _readers;
    private readonly ILogger _logger;
    private readonly SqliteShopImporter? _importer;
    private readonly SqliteGrainStorage? _grainState;
    private int _disposed;

    private SqliteShop(SqliteFile file, bool writes, StorageOptions options, TimeProvider time, ILogger logger)
    {
        _file = file;
        _logger = logger;
        _readers = new SqliteReaders(file, options.ReadConnections);
        if (writes)
        {
            _writer = new SqliteWriter(file, options.AppendQueueLimit, options.CommitBatchLimit, options.CacheMegabytes, logger);
            _importer = new SqliteShopImporter(_writer, file.FilePath, options.ImportBatchRows);
            _grainState = new SqliteGrainStorage(_writer, _readers);
        }

        Log = new SqliteTransactionLog(_writer, _readers, time);
        Catalogue = new SqliteCatalogueStore(_writer, _readers);
        Probe = new SqliteStorageProbe(_writer, _readers);
    }

    /// <summary>The transaction log.</summary>
    public ITransactionLog Log { get; }

    /// <summary>The catalogue.</summary>
    public ICatalogueStore Catalogue { get; }

    /// <summary>Tells whether the file can be read and written.</summary>
    public IStorageProbe Probe { get; }

    /// <summary>Brings data sets in.</summary>
    /// <exception cref="InvalidOperationException">The shop was opened only to read it.</exception>
    public IShopImporter Importer => _importer ?? throw ReadOnly();

    /// <summary>Keeps the state of grains.</summary>
    /// <exception cref="InvalidOperationException">The shop was opened only to read it.</exception>
    public IGrainStorage GrainState => _grainState ?? throw ReadOnly();

    /// <summary>The full path of the file.</summary>
    public string FilePath => _file.FilePath;

    /// <summary>The version of the SQLite library in use.</summary>
    public string SqliteVersion => _file.SqliteVersion;

    /// <summary>The writer, for tests that make it fail.</summary>
    internal SqliteWriter Writer => _writer ?? throw ReadOnly();

    /// <summary>
    /// Opens a shop for reading and writing, and makes file and folder when they are not there. No other process can open it so
    /// until this one disposes it or ends.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits; the defaults when null. Its path is not looked at.</param>
    /// <param name="time">Dates acts that name no date.</param>
    /// <param name="logger">Where openings, failures and recoveries are noted.</param>
    /// <exception cref="StorageException">
    /// The file is in use, not a shop, written by a newer program, or cannot be written; the message says what to do.
    /// </exception>
    public static SqliteShop Open(string path, StorageOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        logger ??= NullLogger.Instance;
        var file = SqliteFile.OpenForWriting(path, logger);
        try
        {
            return Start(file, writes: true, options, time, logger);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a shop that is there, only to read it; a silo may be serving it at the same time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits; the defaults when null. Its path is not looked at.</param>
    /// <exception cref="StorageException">The file is not there, not a shop, or of another format; the message says what to do.</exception>
    public static SqliteShop OpenReadOnly(string path, StorageOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Start(SqliteFile.OpenForReading(path), writes: false, options, TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>Commits what waits, empties the write-ahead log, and lets other processes have the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _readers.DisposeAsync();
        if (_writer is not null)
            await _writer.DisposeAsync();
        _file.Dispose();
        StorageLog.Closed(_logger, FilePath);
    }

    private static SqliteShop Start(SqliteFile file, bool writes, StorageOptions? options, TimeProvider? time, ILogger logger)
    {
        var shop = new SqliteShop(file, writes, options ?? new StorageOptions(), time ?? TimeProvider.System, logger);
        using var database = file.ConnectReader();
        StorageLog.Opened(
            logger, file.FilePath, SqliteSchema.Version, file.SqliteVersion, SqliteTransactionLog.Summary(database).Transactions);
        return shop;
    }

    private InvalidOperationException ReadOnly() => new($"{FilePath} was opened only to read it.");
}
