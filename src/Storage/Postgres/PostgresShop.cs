using BookRecs.Grains.Books;
using BookRecs.Grains.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace BookRecs.Storage.Postgres;

/// <summary>A shop in a PostgreSQL database: the log, the catalogue and grain state. Safe for any number of callers at once.</summary>
public sealed class PostgresShop : IShopStore
{
    private readonly PostgresWriter? _writer;
    private readonly ILogger _logger;
    private readonly PostgresShopImporter? _importer;
    private readonly PostgresGrainStorage? _grainState;
    private int _disposed;

    private PostgresShop(PostgresSource source, PostgresWriter? writer, StorageOptions options, TimeProvider time, ILogger logger)
    {
        Source = source;
        _writer = writer;
        _logger = logger;
        Log = new PostgresTransactionLog(writer, source, time);
        Catalogue = new PostgresCatalogueStore(source);
        Probe = new PostgresStorageProbe(writer, source, time);
        if (writer is null)
            return;
        _importer = new PostgresShopImporter(source, options.ImportBatchRows);
        _grainState = new PostgresGrainStorage(source);
    }

    /// <inheritdoc/>
    public ITransactionLog Log { get; }

    /// <inheritdoc/>
    public ICatalogueStore Catalogue { get; }

    /// <inheritdoc/>
    public IStorageProbe Probe { get; }

    /// <inheritdoc/>
    public IShopImporter Importer => _importer ?? throw ReadOnly();

    /// <inheritdoc/>
    public IGrainStorage GrainState => _grainState ?? throw ReadOnly();

    /// <summary>The database without anything secret, for messages.</summary>
    public string Name => Source.Name;

    /// <summary>The connections, for what else lies in the database.</summary>
    internal PostgresSource Source { get; }

    /// <summary>The writer, for tests that break its connection.</summary>
    internal PostgresWriter Writer => _writer ?? throw ReadOnly();

    /// <summary>
    /// Opens a shop: waits for the server, brings the database to this program's format and, unless it is only read, takes it against
    /// others until this one disposes it or ends.
    /// </summary>
    /// <param name="options">The database and the limits.</param>
    /// <param name="use">Who else may use the database meanwhile.</param>
    /// <param name="time">Dates acts that name no date.</param>
    /// <param name="logger">Where openings, failures and recoveries are noted.</param>
    /// <param name="cancellationToken">Stops the wait for the server.</param>
    /// <exception cref="StorageException">
    /// The database cannot be reached, is in use, not a shop, or written by a newer program; the message says what to do.
    /// </exception>
    public static async Task<PostgresShop> OpenAsync(
        StorageOptions options,
        ShopUse use,
        TimeProvider? time = null,
        ILogger? logger = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        time ??= TimeProvider.System;
        logger ??= NullLogger.Instance;
        var source = new PostgresSource(options.Postgres.ConnectionString, options.Postgres, time, logger);
        try
        {
            var opening = new PostgresOpening(source, options.Postgres, time, logger);
            var summary = await opening.PrepareAsync(use, cancellationToken);
            PostgresWriter? writer = null;
            if (use != ShopUse.ReadOnly)
            {
                var claim = new ShopClaim(use, source.Name);
                writer = new PostgresWriter(source, await opening.TakeAsync(claim, cancellationToken), claim, options, logger);
            }

            StorageLog.OpenedDatabase(logger, source.Name, PostgresMigrator.Version, summary.Transactions);
            return new PostgresShop(source, writer, options, time, logger);
        }
        catch (Exception error)
        {
            await source.DisposeAsync();
            if (PostgresErrors.IsDatabase(error))
                throw new StorageException(PostgresErrors.Explain(source.Name, error).Message, error);
            throw;
        }
    }

    /// <summary>Brings a database to this program's format, with the account of the connection string.</summary>
    /// <param name="options">The database, and the months of acts that it keeps.</param>
    /// <param name="cancellationToken">Stops it; nothing is changed then.</param>
    /// <returns>The format before and after.</returns>
    /// <exception cref="StorageException">The database cannot be reached or changed, or is not ours; the message says what to do.</exception>
    public static async Task<(int Before, int After)> MigrateAsync(StorageOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var source = new PostgresSource(
            options.Postgres.ConnectionString, options.Postgres, TimeProvider.System, NullLogger.Instance);
        try
        {
            await using var connection = await source.OpenOwnAsync(cancellationToken);
            var before = await PostgresMigrator.MigrateAsync(
                connection, source.Name, options.Postgres.RetentionMonths, NullLogger.Instance, cancellationToken);
            return (before, PostgresMigrator.Version);
        }
        catch (Exception error) when (PostgresErrors.IsDatabase(error))
        {
            throw new StorageException(PostgresErrors.Explain(source.Name, error).Message, error);
        }
    }

    /// <summary>Commits what waits, and lets other processes have the database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        if (_writer is not null)
            await _writer.DisposeAsync();
        await Source.DisposeAsync();
        StorageLog.Closed(_logger, Name);
    }

    private InvalidOperationException ReadOnly() => new($"PostgreSQL {Name} was opened only to read it.");
}
