using BookRecs.Grains.Books;
using BookRecs.Recommender.Data;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>The catalogue in a PostgreSQL database.</summary>
internal sealed class PostgresCatalogueStore(PostgresSource source) : ICatalogueStore
{
    private const string FindBook =
        $"SELECT {PostgresBooks.Columns} FROM bookrecs.items i JOIN bookrecs.books b ON b.item_no = i.item_no WHERE i.item_id = $1";

    private const string AllBooks =
        $"SELECT {PostgresBooks.Columns} FROM bookrecs.items i JOIN bookrecs.books b ON b.item_no = i.item_no ORDER BY i.item_id";

    /// <inheritdoc/>
    public Task<Book?> FindAsync(string itemId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        return source.RunAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(FindBook, connection)
                {
                    Parameters = { new NpgsqlParameter<string> { TypedValue = PostgresValues.ToStored(itemId) } },
                };
                await using var rows = await command.ExecuteReaderAsync(token);
                return await rows.ReadAsync(token) ? PostgresBooks.Read(rows) : null;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public IEnumerable<Book> ReadAll(CancellationToken cancellationToken = default) => source.Stream(ReadAll, cancellationToken);

    private static IEnumerable<Book> ReadAll(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(AllBooks, connection) { CommandTimeout = 0 };
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return PostgresBooks.Read(rows);
    }
}
