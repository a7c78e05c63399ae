using System.Collections.Immutable;
using BookRecs.Recommender.Data;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>How a book becomes a row and a row a book.</summary>
internal static class PostgresBooks
{
    /// <summary>The columns that <see cref="Read"/> expects, of item i and book b.</summary>
    public const string Columns =
        "i.item_id, b.title, b.authors, b.series, b.volume, b.genres, b.description, b.language, b.year, b.publisher, " +
        "b.work_id, b.price, b.available";

    /// <summary>The book in the current row.</summary>
    public static Book Read(NpgsqlDataReader row) => new()
    {
        ItemId = PostgresValues.FromStored(row.GetString(0)),
        Title = PostgresValues.FromStored(row.GetString(1)),
        Authors = List(row, 2),
        Series = List(row, 3),
        Volume = row.IsDBNull(4) ? null : row.GetFloat(4),
        Genres = List(row, 5),
        Description = TextOrNull(row, 6),
        Language = TextOrNull(row, 7),
        Year = row.IsDBNull(8) ? null : row.GetInt32(8),
        Publisher = TextOrNull(row, 9),
        WorkId = TextOrNull(row, 10),
        Price = row.IsDBNull(11) ? null : row.GetDecimal(11),
        Available = row.GetBoolean(12),
    };

    private static string? TextOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : PostgresValues.FromStored(row.GetString(column));

    private static ImmutableArray<string> List(NpgsqlDataReader row, int column) =>
        [.. row.GetFieldValue<string[]>(column).Select(PostgresValues.FromStored)];
}
