using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>The queries by user.</summary>
internal static class SqliteUserReads
{
    private const string FindUser = "SELECT user_no FROM user WHERE user_id = ?1";
    private const string CountActs = "SELECT count(*) FROM act WHERE user_no = ?1";

    private const string RecentActs =
        """
        SELECT i.item_id, a.kind, a.is_read, a.rating, a.occurred_at
        FROM act a JOIN item i ON i.item_no = a.item_no
        WHERE a.user_no = ?1 ORDER BY a.occurred_at DESC, a.sequence DESC LIMIT ?2
        """;

    private const string SeenItems =
        "SELECT item_id FROM item WHERE item_no IN (SELECT item_no FROM act WHERE user_no = ?1)";

    private const string ActsAfter =
        """
        SELECT i.item_id, a.kind, a.is_read, a.rating, a.occurred_at, a.sequence, a.transaction_id, a.price
        FROM act a JOIN item i ON i.item_no = a.item_no
        WHERE a.user_no = ?1 AND (a.occurred_at, a.sequence) < (?2, ?3)
        ORDER BY a.occurred_at DESC, a.sequence DESC LIMIT ?4
        """;

    /// <summary>What an activation of a user needs.</summary>
    public static UserActivity Activity(SqliteDatabase database, string userId, int recentLimit)
    {
        if (Find(database, userId) is not { } user)
            return new UserActivity([], [], 0);
        var recent = new List<Interaction>();
        using (var acts = database.Prepare(RecentActs).Bind(1, user).Bind(2, recentLimit))
        {
            while (acts.Step())
                recent.Add(SqliteValues.Interaction(userId, acts.Text(0), acts, 1));
        }

        var seen = new List<string>();
        using (var items = database.Prepare(SeenItems).Bind(1, user))
        {
            while (items.Step())
                seen.Add(items.Text(0));
        }

        return new UserActivity(recent, seen, Count(database, user));
    }

    /// <summary>A page of a user's history.</summary>
    public static HistoryPage History(SqliteDatabase database, string userId, HistoryCursor after, int limit)
    {
        if (Find(database, userId) is not { } user)
            return new HistoryPage([], null, 0);
        var page = ImmutableArray.CreateBuilder<Transaction>();
        var last = after;
        string? next = null;

        // One more than asked for tells whether there is a next page.
        using (var acts = database.Prepare(ActsAfter)
            .Bind(1, user).Bind(2, after.OccurredAt).Bind(3, after.Sequence).Bind(4, limit + 1))
        {
            while (acts.Step())
            {
                if (page.Count == limit)
                {
                    next = last.Encode(userId);
                    break;
                }

                last = new HistoryCursor(acts.Int64(4), acts.Int64(5));
                page.Add(ToTransaction(userId, acts));
            }
        }

        return new HistoryPage(page.DrainToImmutable(), next, Count(database, user));
    }

    private static Transaction ToTransaction(string userId, SqliteStatement act)
    {
        var interaction = SqliteValues.Interaction(userId, act.Text(0), act, 1);
        var id = act.TextOrNull(6)
            ?? TransactionRules.ImportedId(userId, interaction.ItemId, interaction.Kind, interaction.OccurredAt);
        return new Transaction(
            id,
            userId,
            interaction.ItemId,
            (TransactionKind)interaction.Kind,
            interaction.Rating,
            interaction.IsRead,
            SqliteValues.ToPrice(act.TextOrNull(7)),
            interaction.OccurredAt);
    }

    private static long? Find(SqliteDatabase database, string userId)
    {
        using var find = database.Prepare(FindUser).Bind(1, userId);
        return find.Step() ? find.Int64(0) : null;
    }

    private static long Count(SqliteDatabase database, long user)
    {
        using var count = database.Prepare(CountActs).Bind(1, user);
        count.Step();
        return count.Int64(0);
    }
}
