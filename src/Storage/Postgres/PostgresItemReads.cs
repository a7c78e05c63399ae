using System.Data;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>The queries by item.</summary>
internal static class PostgresItemReads
{
    private const string FindItem =
        "SELECT s.last_sequence, (SELECT i.item_no FROM bookrecs.items i WHERE i.item_id = $1) FROM bookrecs.shop s";

    private const string CountKinds = "SELECT kind, count(*) FROM bookrecs.acts WHERE item_no = $1 GROUP BY kind";

    private const string DailyPurchases =
        """
        SELECT (occurred_at AT TIME ZONE 'UTC')::date, count(*)::integer FROM bookrecs.acts
        WHERE item_no = $1 AND kind = 0 AND occurred_at > '-infinity'
        GROUP BY 1 ORDER BY 1
        """;

    // Readers repeat among an item's acts, so the newest acts are read in growing numbers until there are enough of them.
    private const string LatestReaders =
        """
        WITH latest AS MATERIALIZED (
            SELECT user_no, occurred_at, sequence FROM bookrecs.acts
            WHERE item_no = $1 ORDER BY occurred_at DESC, sequence DESC LIMIT $2),
        readers AS (
            SELECT DISTINCT ON (user_no) user_no, occurred_at, sequence FROM latest
            ORDER BY user_no, occurred_at DESC, sequence DESC)
        SELECT u.user_id, r.occurred_at, r.sequence,
            ARRAY(
                SELECT (SELECT i.item_id FROM bookrecs.items i WHERE i.item_no = a.item_no) FROM bookrecs.acts a
                WHERE a.user_no = r.user_no AND a.occurred_at <= r.occurred_at
                    AND (a.occurred_at, a.sequence) < (r.occurred_at, r.sequence)
                ORDER BY a.occurred_at DESC, a.sequence DESC LIMIT $4),
            (SELECT count(*) FROM latest)
        FROM (SELECT * FROM readers ORDER BY occurred_at DESC, sequence DESC LIMIT $3) r
        JOIN bookrecs.users u ON u.user_no = r.user_no
        ORDER BY r.occurred_at DESC, r.sequence DESC
        """;

    private const string PopularItems =
        "SELECT item_id FROM bookrecs.items WHERE act_count > 0 ORDER BY act_count DESC, item_id LIMIT $1";

    /// <summary>What an activation of a book needs, in one snapshot.</summary>
    public static async Task<ItemActivity> ActivityAsync(
        NpgsqlConnection connection, string itemId, int recentReaders, int precedingItems, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var (lastSequence, item) = await FindAsync(connection, itemId, cancellationToken);
        if (item is not { } number)
            return new ItemActivity(lastSequence, 0, 0, 0, 0, [], []);
        var (counts, days) = await CountAsync(connection, number, cancellationToken);
        var readers = await ReadersAsync(connection, number, recentReaders, precedingItems, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ItemActivity(
            lastSequence,
            counts[(int)TransactionKind.Purchase],
            counts[(int)TransactionKind.Read],
            counts[(int)TransactionKind.Rating],
            counts[(int)TransactionKind.Wish],
            days,
            readers);
    }

    /// <summary>The items with the most acts.</summary>
    public static async Task<IReadOnlyList<string>> PopularAsync(
        NpgsqlConnection connection, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(PopularItems, connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = limit } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
            items.Add(PostgresValues.FromStored(rows.GetString(0)));
        return items;
    }

    private static async Task<(long LastSequence, int? Item)> FindAsync(
        NpgsqlConnection connection, string itemId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FindItem, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = PostgresValues.ToStored(itemId) } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return (rows.GetInt64(0), rows.IsDBNull(1) ? null : rows.GetInt32(1));
    }

    private static async Task<(long[] Counts, List<KeyValuePair<DateOnly, int>> Days)> CountAsync(
        NpgsqlConnection connection, int item, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(CountKinds) { Parameters = { new NpgsqlParameter<int> { TypedValue = item } } },
                new(DailyPurchases) { Parameters = { new NpgsqlParameter<int> { TypedValue = item } } },
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var counts = new long[(int)TransactionKind.Wish + 1];
        while (await rows.ReadAsync(cancellationToken))
            counts[rows.GetInt16(0)] = rows.GetInt64(1);
        await rows.NextResultAsync(cancellationToken);
        var days = new List<KeyValuePair<DateOnly, int>>();
        while (await rows.ReadAsync(cancellationToken))
            days.Add(new(rows.GetFieldValue<DateOnly>(0), rows.GetInt32(1)));
        return (counts, days);
    }

    private static async Task<List<ItemReader>> ReadersAsync(
        NpgsqlConnection connection, int item, int recentReaders, int precedingItems, CancellationToken cancellationToken)
    {
        for (var scanned = (4L * recentReaders) + 16; ; scanned *= 8)
        {
            await using var command = new NpgsqlCommand(LatestReaders, connection)
            {
                Parameters =
                {
                    new NpgsqlParameter<int> { TypedValue = item },
                    new NpgsqlParameter<long> { TypedValue = scanned },
                    new NpgsqlParameter<int> { TypedValue = recentReaders },
                    new NpgsqlParameter<int> { TypedValue = precedingItems },
                },
            };
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            var readers = new List<ItemReader>();
            var found = 0L;
            while (await rows.ReadAsync(cancellationToken))
            {
                found = rows.GetInt64(4);
                readers.Add(new ItemReader(
                    PostgresValues.FromStored(rows.GetString(0)),
                    [.. rows.GetFieldValue<string[]>(3).Select(PostgresValues.FromStored)])
                {
                    OccurredAt = LogDate.ToDate(PostgresValues.FromTimestamp(rows.GetFieldValue<long>(1))),
                    Sequence = rows.GetInt64(2),
                });
            }

            if (readers.Count == recentReaders || found < scanned)
                return readers;
        }
    }
}
