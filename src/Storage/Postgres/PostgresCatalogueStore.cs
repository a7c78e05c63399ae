using System.Collections.Immutable;
using BookRecs.Grains.Books;
using BookRecs.Recommender.Data;
using Npgsql;
using NpgsqlTypes;

namespace BookRecs.Storage.Postgres;

/// <summary>The catalogue in a PostgreSQL database.</summary>
internal sealed class PostgresCatalogueStore(PostgresSource source) : ICatalogueStore
{
    private const string FindBook =
        $"SELECT {PostgresBooks.Columns} FROM bookrecs.items i JOIN bookrecs.books b ON b.item_no = i.item_no WHERE i.item_id = $1";

    private const string AllBooks =
        $"SELECT {PostgresBooks.Columns} FROM bookrecs.items i JOIN bookrecs.books b ON b.item_no = i.item_no ORDER BY i.item_id";

    private const string ChangedBooks =
        $"SELECT {PostgresBooks.Columns} FROM bookrecs.books b JOIN bookrecs.items i ON i.item_no = b.item_no WHERE b.revision > $1 " +
        "ORDER BY b.revision, i.item_id";

    private const string PutBook =
        "SELECT revision, is_new FROM bookrecs.put_book($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

    private const string SetAvailable = "SELECT bookrecs.set_book_available($1, $2)";
    private const string FindRevision = "SELECT catalogue_revision FROM bookrecs.shop";

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
    public IEnumerable<Book> ReadAll(CancellationToken cancellationToken = default) =>
        source.Stream(static connection => Read(new NpgsqlCommand(AllBooks, connection)), cancellationToken);

    /// <inheritdoc/>
    public Task<BookWrite> PutAsync(Book book, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentException.ThrowIfNullOrEmpty(book.ItemId, nameof(book));
        var itemId = PostgresValues.ToStoredId(book.ItemId, "item_id");
        return source.RunAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(PutBook, connection)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = itemId },
                        Text(book.Title),
                        List(book.Authors),
                        List(book.Series),
                        OrNull(NpgsqlDbType.Real, book.Volume),
                        List(book.Genres),
                        Text(book.Description),
                        Text(book.Language),
                        OrNull(NpgsqlDbType.Integer, book.Year),
                        Text(book.Publisher),
                        Text(book.WorkId),
                        OrNull(NpgsqlDbType.Numeric, book.Price),
                        new NpgsqlParameter<bool> { TypedValue = book.Available },
                    },
                };
                await using var rows = await command.ExecuteReaderAsync(token);
                await rows.ReadAsync(token);
                return new BookWrite(rows.GetInt64(0), rows.GetBoolean(1));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long?> SetAvailableAsync(string itemId, bool available, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        return source.RunAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(SetAvailable, connection)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = PostgresValues.ToStored(itemId) },
                        new NpgsqlParameter<bool> { TypedValue = available },
                    },
                };
                return await command.ExecuteScalarAsync(token) as long?;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> GetRevisionAsync(CancellationToken cancellationToken = default) => source.RunAsync(
        static async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(FindRevision, connection);
            return (long)(await command.ExecuteScalarAsync(token))!;
        },
        cancellationToken);

    /// <inheritdoc/>
    public IEnumerable<Book> ReadChanges(long revision, CancellationToken cancellationToken = default) => source.Stream(
        connection => Read(new NpgsqlCommand(ChangedBooks, connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = revision } },
        }),
        cancellationToken);

    private static IEnumerable<Book> Read(NpgsqlCommand query)
    {
        using var command = query;
        command.CommandTimeout = 0;
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return PostgresBooks.Read(rows);
    }

    private static NpgsqlParameter Text(string? text) => OrNull(NpgsqlDbType.Text, text is null ? null : PostgresValues.ToStored(text));

    private static NpgsqlParameter List(ImmutableArray<string> list) => OrNull(
        NpgsqlDbType.Array | NpgsqlDbType.Text, list.IsDefault ? [] : list.Select(PostgresValues.ToStored).ToArray());

    private static NpgsqlParameter OrNull(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
