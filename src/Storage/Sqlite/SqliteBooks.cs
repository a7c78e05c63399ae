using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>How a book becomes a row and a row a book.</summary>
internal static class SqliteBooks
{
    /// <summary>The columns that <see cref="Read"/> expects, of item i and book b.</summary>
    public const string Columns =
        "i.item_id, b.title, b.authors, b.series, b.volume, b.genres, b.description, b.language, b.year, b.publisher, " +
        "b.work_id, b.price, b.available";

    private const string Put =
        """
        INSERT INTO book(item_no, title, authors, series, volume, genres, description, language, year, publisher, work_id,
            price, available, revision)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        ON CONFLICT (item_no) DO UPDATE SET title = excluded.title, authors = excluded.authors, series = excluded.series,
            volume = excluded.volume, genres = excluded.genres, description = excluded.description,
            language = excluded.language, year = excluded.year, publisher = excluded.publisher, work_id = excluded.work_id,
            price = excluded.price, available = excluded.available, revision = excluded.revision
        WHERE (title, authors, series, volume, genres, description, language, year, publisher, work_id, price, available)
            IS NOT (excluded.title, excluded.authors, excluded.series, excluded.volume, excluded.genres, excluded.description,
            excluded.language, excluded.year, excluded.publisher, excluded.work_id, excluded.price, excluded.available)
        """;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The book in the current row.</summary>
    public static Book Read(SqliteStatement row) => new()
    {
        ItemId = row.Text(0),
        Title = row.Text(1),
        Authors = List(row.Text(2)),
        Series = List(row.Text(3)),
        Volume = row.Single(4),
        Genres = List(row.Text(5)),
        Description = row.TextOrNull(6),
        Language = row.TextOrNull(7),
        Year = row.IsNull(8) ? null : row.Int32(8),
        Publisher = row.TextOrNull(9),
        WorkId = row.TextOrNull(10),
        Price = SqliteValues.ToPrice(row.TextOrNull(11)),
        Available = row.Int32(12) != 0,
    };

    /// <summary>Adds or replaces a book.</summary>
    /// <param name="database">The writer's connection, in a transaction.</param>
    /// <param name="item">The number of its item.</param>
    /// <param name="book">The book.</param>
    /// <param name="revision">The revision of the catalogue that this change makes.</param>
    /// <returns>False when the row held the same already.</returns>
    public static bool Write(SqliteDatabase database, long item, Book book, long revision)
    {
        var put = database.Prepare(Put)
            .Bind(1, item)
            .Bind(2, book.Title)
            .Bind(3, Text(book.Authors))
            .Bind(4, Text(book.Series))
            .Bind(5, book.Volume)
            .Bind(6, Text(book.Genres))
            .Bind(7, book.Description)
            .Bind(8, book.Language);
        put = book.Year is { } year ? put.Bind(9, year) : put.Bind(9, (string?)null);
        put.Bind(10, book.Publisher)
            .Bind(11, book.WorkId)
            .Bind(12, SqliteValues.ToStored(book.Price))
            .Bind(13, book.Available ? 1 : 0)
            .Bind(14, revision)
            .Run();
        return database.Changes > 0;
    }

    private static string Text(ImmutableArray<string> list) => list.IsDefaultOrEmpty ? "[]" : JsonSerializer.Serialize(list, Json);

    private static ImmutableArray<string> List(string text) =>
        text == "[]" ? [] : JsonSerializer.Deserialize<ImmutableArray<string>>(text, Json);
}
