using System.Collections.Immutable;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;
using Npgsql;
using NpgsqlTypes;

namespace BookRecs.Storage.Postgres;

/// <summary>Writes one batch of books: copied into a temporary table, and merged into the catalogue from there.</summary>
internal static class PostgresBookImport
{
    private const string Begin =
        """
        CREATE TEMPORARY TABLE IF NOT EXISTS import_books (
            place integer, item_id text COLLATE "C", title text, authors text[], series text[], volume real, genres text[],
            description text, language text, year integer, publisher text, work_id text, price numeric, available boolean
        ) ON COMMIT DELETE ROWS;
        SELECT id FROM bookrecs.shop FOR UPDATE
        """;

    private const string Copy =
        """
        COPY pg_temp.import_books (place, item_id, title, authors, series, volume, genres, description, language, year, publisher,
            work_id, price, available) FROM STDIN (FORMAT binary)
        """;

    private const string Merge = "SELECT added, replaced FROM bookrecs.merge_books()";

    /// <summary>Writes books in one transaction; no item may occur twice.</summary>
    public static async Task<ImportResult> WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<Book> books, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var begin = new NpgsqlCommand(Begin, connection))
            await begin.ExecuteNonQueryAsync(cancellationToken);
        await using (var rows = await connection.BeginBinaryImportAsync(Copy, cancellationToken))
        {
            for (var place = 0; place < books.Count; place++)
                await AddAsync(rows, place, books[place], cancellationToken);
            await rows.CompleteAsync(cancellationToken);
        }

        long added, replaced;
        await using (var merge = new NpgsqlCommand(Merge, connection))
        await using (var counts = await merge.ExecuteReaderAsync(cancellationToken))
        {
            await counts.ReadAsync(cancellationToken);
            (added, replaced) = (counts.GetInt64(0), counts.GetInt64(1));
        }

        await transaction.CommitAsync(cancellationToken);
        return new ImportResult(added, replaced, books.Count - added - replaced);
    }

    private static async Task AddAsync(NpgsqlBinaryImporter rows, int place, Book book, CancellationToken cancellationToken)
    {
        await rows.StartRowAsync(cancellationToken);
        await rows.WriteAsync(place, NpgsqlDbType.Integer, cancellationToken);
        await rows.WriteAsync(PostgresValues.ToStoredId(book.ItemId, "item_id"), NpgsqlDbType.Text, cancellationToken);
        await rows.WriteAsync(PostgresValues.ToStored(book.Title), NpgsqlDbType.Text, cancellationToken);
        await AddListAsync(book.Authors);
        await AddListAsync(book.Series);
        await rows.WriteAsync(book.Volume, NpgsqlDbType.Real, cancellationToken);
        await AddListAsync(book.Genres);
        await AddTextAsync(book.Description);
        await AddTextAsync(book.Language);
        await rows.WriteAsync(book.Year, NpgsqlDbType.Integer, cancellationToken);
        await AddTextAsync(book.Publisher);
        await AddTextAsync(book.WorkId);
        await rows.WriteAsync(book.Price, NpgsqlDbType.Numeric, cancellationToken);
        await rows.WriteAsync(book.Available, NpgsqlDbType.Boolean, cancellationToken);

        Task AddTextAsync(string? text) => text is null
            ? rows.WriteNullAsync(cancellationToken)
            : rows.WriteAsync(PostgresValues.ToStored(text), NpgsqlDbType.Text, cancellationToken);

        Task AddListAsync(ImmutableArray<string> list) => rows.WriteAsync(
            list.IsDefault ? [] : list.Select(PostgresValues.ToStored).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
    }
}
