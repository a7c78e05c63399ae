using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;
using Npgsql;
using NpgsqlTypes;

namespace BookRecs.Storage.Postgres;

/// <summary>The queries by user. Each is one statement, and so sees one snapshot.</summary>
internal static class PostgresUserReads
{
    // Answered from the index acts_user alone, month by month from the newest, and the keys of items, which are looked up act by act:
    // a join would be left to a planner that may know nothing yet of tables that were just filled.
    private const string Acts =
        """
        SELECT (SELECT i.item_id FROM bookrecs.items i WHERE i.item_no = a.item_no), a.kind, a.is_read, a.rating, a.occurred_at
        FROM bookrecs.acts a
        WHERE a.user_no = (SELECT u.user_no FROM bookrecs.users u WHERE u.user_id = $1)
        ORDER BY a.occurred_at DESC, a.sequence DESC
        """;

    private const string Count =
        """
        SELECT count(*) FROM bookrecs.acts a
        WHERE a.user_no = (SELECT u.user_no FROM bookrecs.users u WHERE u.user_id = $1)
        """;

    private const string Page =
        """
        SELECT (SELECT i.item_id FROM bookrecs.items i WHERE i.item_no = a.item_no), a.kind, a.is_read, a.rating, a.occurred_at,
            a.sequence, a.transaction_id, a.price
        FROM bookrecs.acts a
        WHERE a.user_no = (SELECT u.user_no FROM bookrecs.users u WHERE u.user_id = $1)
            AND a.occurred_at <= $2 AND (a.occurred_at, a.sequence) < ($2, $3)
        ORDER BY a.occurred_at DESC, a.sequence DESC LIMIT $4
        """;

    private const string FirstPage =
        """
        SELECT (SELECT i.item_id FROM bookrecs.items i WHERE i.item_no = a.item_no), a.kind, a.is_read, a.rating, a.occurred_at,
            a.sequence, a.transaction_id, a.price
        FROM bookrecs.acts a
        WHERE a.user_no = (SELECT u.user_no FROM bookrecs.users u WHERE u.user_id = $1)
        ORDER BY a.occurred_at DESC, a.sequence DESC LIMIT $2
        """;

    /// <summary>What an activation of a user needs.</summary>
    public static async Task<UserActivity> ActivityAsync(
        NpgsqlConnection connection, string userId, int recentLimit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Acts, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PostgresValues.ToStored(userId) });
        await using var acts = await command.ExecuteReaderAsync(cancellationToken);
        var recent = new List<Interaction>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var total = 0L;
        while (await acts.ReadAsync(cancellationToken))
        {
            var item = PostgresValues.FromStored(acts.GetString(0));
            seen.Add(item);
            if (total++ < recentLimit)
                recent.Add(ToInteraction(userId, item, acts));
        }

        return new UserActivity(recent, [.. seen], total);
    }

    /// <summary>A page of a user's history.</summary>
    public static async Task<HistoryPage> HistoryAsync(
        NpgsqlConnection connection, string userId, HistoryCursor? after, int limit, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        var user = PostgresValues.ToStored(userId);

        // One more than asked for tells whether there is a next page.
        batch.BatchCommands.Add(after is { } place
            ? new(Page)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = user },
                    new NpgsqlParameter<long>
                    {
                        TypedValue = PostgresValues.ToTimestamp(place.OccurredAt),
                        NpgsqlDbType = NpgsqlDbType.TimestampTz,
                    },
                    new NpgsqlParameter<long> { TypedValue = place.Sequence },
                    new NpgsqlParameter<int> { TypedValue = limit + 1 },
                },
            }
            : new(FirstPage)
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = user }, new NpgsqlParameter<int> { TypedValue = limit + 1 } },
            });
        batch.BatchCommands.Add(new(Count) { Parameters = { new NpgsqlParameter<string> { TypedValue = user } } });
        await using var acts = await batch.ExecuteReaderAsync(cancellationToken);
        var page = ImmutableArray.CreateBuilder<Transaction>();
        HistoryCursor last = default;
        string? next = null;
        while (await acts.ReadAsync(cancellationToken))
        {
            if (page.Count == limit)
            {
                next = last.Encode(userId);
                break;
            }

            last = new HistoryCursor(PostgresValues.FromTimestamp(acts.GetFieldValue<long>(4)), acts.GetInt64(5));
            page.Add(ToTransaction(userId, acts));
        }

        await acts.NextResultAsync(cancellationToken);
        await acts.ReadAsync(cancellationToken);
        return new HistoryPage(page.DrainToImmutable(), next, acts.GetInt64(0));
    }

    private static Interaction ToInteraction(string userId, string itemId, NpgsqlDataReader act) => new(
        userId,
        itemId,
        (InteractionKind)act.GetInt16(1),
        act.GetBoolean(2),
        act.IsDBNull(3) ? null : act.GetFloat(3),
        LogDate.ToDate(PostgresValues.FromTimestamp(act.GetFieldValue<long>(4))));

    private static Transaction ToTransaction(string userId, NpgsqlDataReader act)
    {
        var interaction = ToInteraction(userId, PostgresValues.FromStored(act.GetString(0)), act);
        var id = act.IsDBNull(6)
            ? TransactionRules.ImportedId(userId, interaction.ItemId, interaction.Kind, interaction.OccurredAt)
            : PostgresValues.FromStored(act.GetString(6));
        return new Transaction(
            id,
            userId,
            interaction.ItemId,
            (TransactionKind)interaction.Kind,
            interaction.Rating,
            interaction.IsRead,
            act.IsDBNull(7) ? null : act.GetDecimal(7),
            interaction.OccurredAt);
    }
}
