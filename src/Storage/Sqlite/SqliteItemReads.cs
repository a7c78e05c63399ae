using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;

namespace BookRecs.Storage.Sqlite;

/// <summary>The queries by item.</summary>
internal static class SqliteItemReads
{
    private const string FindItem = "SELECT item_no FROM item WHERE item_id = ?1";

    private const string CountKinds = "SELECT kind, count(*) FROM act WHERE item_no = ?1 GROUP BY kind";

    private const string PurchaseDates =
        "SELECT occurred_at FROM act WHERE item_no = ?1 AND occurred_at > ?2 AND kind = 0 ORDER BY occurred_at";

    private const string LatestActs =
        """
        SELECT user_no, occurred_at, sequence FROM act
        WHERE item_no = ?1 ORDER BY occurred_at DESC, sequence DESC
        """;

    private const string UserId = "SELECT user_id FROM user WHERE user_no = ?1";

    private const string ItemsBefore =
        """
        SELECT i.item_id FROM act a JOIN item i ON i.item_no = a.item_no
        WHERE a.user_no = ?1 AND (a.occurred_at, a.sequence) < (?2, ?3)
        ORDER BY a.occurred_at DESC, a.sequence DESC LIMIT ?4
        """;

    private const string PopularItems =
        "SELECT item_id FROM item WHERE act_count > 0 ORDER BY act_count DESC, item_id LIMIT ?1";

    /// <summary>What an activation of a book needs.</summary>
    public static ItemActivity Activity(SqliteDatabase database, string itemId, int recentReaders, int precedingItems)
    {
        var lastSequence = database.Scalar("SELECT last_sequence FROM shop");
        long item;
        using (var find = database.Prepare(FindItem).Bind(1, itemId))
        {
            if (!find.Step())
                return new ItemActivity(lastSequence, 0, 0, 0, 0, [], []);
            item = find.Int64(0);
        }

        Span<long> counts = stackalloc long[(int)TransactionKind.Wish + 1];
        using (var kinds = database.Prepare(CountKinds).Bind(1, item))
        {
            while (kinds.Step())
                counts[kinds.Int32(0)] = kinds.Int64(1);
        }

        return new ItemActivity(
            lastSequence,
            counts[(int)TransactionKind.Purchase],
            counts[(int)TransactionKind.Read],
            counts[(int)TransactionKind.Rating],
            counts[(int)TransactionKind.Wish],
            DailyPurchases(database, item),
            RecentReaders(database, item, recentReaders, precedingItems));
    }

    /// <summary>The items with the most acts.</summary>
    public static IReadOnlyList<string> Popular(SqliteDatabase database, int limit)
    {
        var items = new List<string>();
        using var popular = database.Prepare(PopularItems).Bind(1, limit);
        while (popular.Step())
            items.Add(popular.Text(0));
        return items;
    }

    private static List<KeyValuePair<DateOnly, int>> DailyPurchases(SqliteDatabase database, long item)
    {
        var days = new List<KeyValuePair<DateOnly, int>>();
        using var dates = database.Prepare(PurchaseDates).Bind(1, item).Bind(2, LogDate.None);
        while (dates.Step())
        {
            var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(dates.Int64(0)).UtcDateTime);
            if (days.Count > 0 && days[^1].Key == day)
                days[^1] = new(day, days[^1].Value + 1);
            else
                days.Add(new(day, 1));
        }

        return days;
    }

    private static List<ItemReader> RecentReaders(SqliteDatabase database, long item, int recentReaders, int precedingItems)
    {
        var latest = new List<(long User, long OccurredAt, long Sequence)>();
        var users = new HashSet<long>();
        using (var acts = database.Prepare(LatestActs).Bind(1, item))
        {
            while (latest.Count < recentReaders && acts.Step())
            {
                if (users.Add(acts.Int64(0)))
                    latest.Add((acts.Int64(0), acts.Int64(1), acts.Int64(2)));
            }
        }

        var readers = new List<ItemReader>(latest.Count);
        foreach (var (user, occurredAt, sequence) in latest)
        {
            using var name = database.Prepare(UserId).Bind(1, user);
            name.Step();
            var preceding = new List<string>();
            using var before = database.Prepare(ItemsBefore)
                .Bind(1, user).Bind(2, occurredAt).Bind(3, sequence).Bind(4, precedingItems);
            while (before.Step())
                preceding.Add(before.Text(0));
            readers.Add(new ItemReader(name.Text(0), preceding)
            {
                OccurredAt = LogDate.ToDate(occurredAt),
                Sequence = sequence,
            });
        }

        return readers;
    }
}
