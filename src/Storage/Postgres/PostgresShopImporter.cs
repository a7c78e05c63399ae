using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>Brings data sets into a PostgreSQL database, by binary COPY.</summary>
/// <param name="source">Where to connect.</param>
/// <param name="batchRows">How many acts are written in one transaction.</param>
internal sealed class PostgresShopImporter(PostgresSource source, int batchRows) : IShopImporter
{
    private const int BooksPerBatch = 5_000;
    private const string FindLabel = "SELECT is_synthetic FROM bookrecs.shop";

    private volatile bool _isGenerating;

    /// <inheritdoc/>
    public async Task<ImportResult> ImportBooksAsync(IEnumerable<Book> books, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(books);
        await RefuseMixingAsync(cancellationToken);
        return await Task.Run(
            async () =>
            {
                var total = new ImportResult(0, 0, 0);
                foreach (var batch in Batches(books))
                {
                    cancellationToken.ThrowIfCancellationRequested();

                    // Books are recognised by their id, so a batch whose answer was lost is sent again; it then counts as unchanged.
                    var part = await source.RunAsync(
                        (connection, token) => PostgresBookImport.WriteAsync(connection, batch, token), CancellationToken.None);
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
        await RefuseMixingAsync(cancellationToken);
        try
        {
            await using var connection = await source.Retry.ExecuteAsync(source.OpenOwnAsync, cancellationToken);
            await TakeTurnAsync(connection, cancellationToken);
            var isEmpty = await DropIndexesAsync(connection, cancellationToken);
            try
            {
                if (!isEmpty && await PostgresIndexes.AreMissingAsync(connection, cancellationToken))
                    await PostgresIndexes.BuildAsync(source, null, cancellationToken);
                return await Task.Run(
                    () => new PostgresInteractionImport(source, connection, batchRows, isEmpty).RunAsync(interactions, cancellationToken),
                    CancellationToken.None);
            }
            finally
            {
                if (isEmpty)
                    await PostgresIndexes.BuildAsync(source, null, CancellationToken.None);
            }
        }
        catch (Exception error) when (PostgresErrors.IsDatabase(error))
        {
            throw PostgresErrors.Explain(source.Name, error);
        }
    }

    /// <inheritdoc/>
    public async Task MarkSyntheticAsync(CancellationToken cancellationToken = default)
    {
        await source.RunAsync(
            static async (connection, token) =>
            {
                await using var command = new NpgsqlCommand("UPDATE bookrecs.shop SET is_synthetic = true", connection);
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken);
        _isGenerating = true;
    }

    /// <summary>Batches in which no item occurs twice.</summary>
    private static IEnumerable<List<Book>> Batches(IEnumerable<Book> books)
    {
        var batch = new List<Book>();
        var items = new HashSet<string>(StringComparer.Ordinal);
        foreach (var book in books)
        {
            if (string.IsNullOrEmpty(book.ItemId))
                throw new ArgumentException("item_id must not be empty.", nameof(books));
            if (batch.Count == BooksPerBatch || items.Contains(book.ItemId))
            {
                yield return batch;
                batch = [];
                items.Clear();
            }

            batch.Add(book);
            items.Add(book.ItemId);
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private static async Task TakeTurnAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1, $2)", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PostgresLocks.Family });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PostgresLocks.Import });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> DropIndexesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Indexes over many rows are built several times faster in one go than row by row.
        await using var command = new NpgsqlCommand("SELECT bookrecs.drop_indexes_of_empty_log()", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task RefuseMixingAsync(CancellationToken cancellationToken)
    {
        var isSynthetic = await source.RunAsync(
            static async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(FindLabel, connection);
                return (bool)(await command.ExecuteScalarAsync(token))!;
            },
            cancellationToken);
        if (isSynthetic && !_isGenerating)
        {
            throw new StorageException(
                $"PostgreSQL {source.Name} holds the generated demonstration shop; importing into it would mix generated with real data, " +
                "and nothing was imported. Import into another database, or delete this one first.");
        }
    }
}
