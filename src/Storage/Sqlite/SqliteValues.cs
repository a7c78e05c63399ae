using System.Globalization;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>How values that SQLite does not know are stored.</summary>
internal static class SqliteValues
{
    /// <summary>A price as stored: every digit of it.</summary>
    public static string? ToStored(decimal? price) => price?.ToString(CultureInfo.InvariantCulture);

    /// <summary>A stored price.</summary>
    public static decimal? ToPrice(string? stored) => stored is null ? null : decimal.Parse(stored, CultureInfo.InvariantCulture);

    /// <summary>The interaction in a row of user_id, item_id, kind, is_read, rating and occurred_at.</summary>
    public static Interaction Interaction(string userId, string itemId, SqliteStatement row, int firstColumn) => new(
        userId,
        itemId,
        (InteractionKind)row.Int32(firstColumn),
        row.Int32(firstColumn + 1) != 0,
        row.Single(firstColumn + 2),
        LogDate.ToDate(row.Int64(firstColumn + 3)));
}
