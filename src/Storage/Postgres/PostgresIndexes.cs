using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>Counts the acts of items and builds the indexes, which an import into an empty log, or one that was broken off, has left out.</summary>
internal static class PostgresIndexes
{
    /// <summary>Sessions that build at the same time.</summary>
    private const int Builders = 2;

    private const string Lock = "SELECT FROM bookrecs.shop FOR UPDATE";

    private const string AreUndeclared = "SELECT to_regclass('bookrecs.acts_user') IS NULL OR to_regclass('bookrecs.acts_item') IS NULL";

    private const string AddCounts =
        """
        UPDATE bookrecs.items i SET act_count = i.act_count + c.acts
        FROM unnest($1, $2) AS c (item_no, acts) WHERE i.item_no = c.item_no
        """;

    // Indexes that a crash takes back are found missing and built again, so nobody has to wait for the disk. Each session has a core to
    // itself, and the sort of a month fits into memory: helpers would only carry rows to and fro.
    private const string SessionSettings =
        "SET maintenance_work_mem = '256MB'; SET max_parallel_maintenance_workers = 0; SET synchronous_commit = off";

    /// <summary>True when an index over the log is missing.</summary>
    public static async Task<bool> AreMissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM bookrecs.unindexed_months())", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Builds what is missing, month by month; what was built stays when it is broken off.</summary>
    /// <param name="source">Where to connect.</param>
    /// <param name="counts">How many acts of each item were copied since the indexes were dropped, or null to count them in the log.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    public static async Task BuildAsync(PostgresSource source, ItemCounts? counts, CancellationToken cancellationToken)
    {
        var months = new Queue<string>();
        await using (var connection = await source.OpenOwnAsync(cancellationToken))
        {
            await DeclareAsync(connection, counts, cancellationToken);
            await using var find = new NpgsqlCommand("SELECT * FROM bookrecs.unindexed_months()", connection);
            await using var rows = await find.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                months.Enqueue(rows.GetString(0));
        }

        var builders = Enumerable.Range(0, Math.Min(Builders, months.Count))
            .Select(_ => Task.Run(() => BuildAsync(source, months, cancellationToken), cancellationToken));
        await Task.WhenAll(builders);
    }

    /// <summary>
    /// Brings the counts of the items up to date and declares the indexes, both or neither: declared indexes tell that the acts are counted.
    /// </summary>
    private static async Task DeclareAsync(NpgsqlConnection connection, ItemCounts? counts, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(Lock);
        await using var find = new NpgsqlCommand(AreUndeclared, connection);
        var areUndeclared = (bool)(await find.ExecuteScalarAsync(cancellationToken))!;
        if (areUndeclared && counts is { } copied)
        {
            await using var add = new NpgsqlCommand(AddCounts, connection) { CommandTimeout = 0 };
            add.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = copied.Items });
            add.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = copied.Acts });
            await add.ExecuteNonQueryAsync(cancellationToken);
        }
        else if (areUndeclared || counts is not null)
        {
            // Whoever declared the indexes while rows were copied counted a part of them.
            await ExecuteAsync("SELECT bookrecs.recount_items()");
        }

        if (areUndeclared)
            await ExecuteAsync("SELECT bookrecs.declare_indexes()");
        await transaction.CommitAsync(cancellationToken);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task BuildAsync(PostgresSource source, Queue<string> months, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenOwnAsync(cancellationToken);
        await using (var settings = new NpgsqlCommand(SessionSettings, connection))
            await settings.ExecuteNonQueryAsync(cancellationToken);
        while (true)
        {
            string? month;
            lock (months)
            {
                if (!months.TryDequeue(out month))
                    return;
            }

            await using var build = new NpgsqlCommand("SELECT bookrecs.build_indexes($1)", connection) { CommandTimeout = 0 };
            build.Parameters.Add(new NpgsqlParameter<string> { TypedValue = month });
            await build.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
