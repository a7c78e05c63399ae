using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>Counts the acts of items and builds the indexes, which an import into an empty log, or one that was broken off, has left out.</summary>
internal static class PostgresIndexes
{
    /// <summary>Sessions that build at the same time.</summary>
    private const int Builders = 2;

    private const string Declare = "SELECT bookrecs.recount_items(); SELECT bookrecs.declare_indexes()";

    /// <summary>True when an index over the log is missing.</summary>
    public static async Task<bool> AreMissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM bookrecs.unindexed_months())", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Builds what is missing, month by month; what was built stays when it is broken off.</summary>
    public static async Task BuildAsync(PostgresSource source, CancellationToken cancellationToken)
    {
        var months = new Queue<string>();
        await using (var connection = await source.OpenOwnAsync(cancellationToken))
        {
            await using var declare = new NpgsqlCommand(Declare, connection) { CommandTimeout = 0 };
            await declare.ExecuteNonQueryAsync(cancellationToken);
            await using var find = new NpgsqlCommand("SELECT * FROM bookrecs.unindexed_months()", connection);
            await using var rows = await find.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                months.Enqueue(rows.GetString(0));
        }

        var builders = Enumerable.Range(0, Math.Min(Builders, months.Count))
            .Select(_ => Task.Run(() => BuildAsync(source, months, cancellationToken), cancellationToken));
        await Task.WhenAll(builders);
    }

    private static async Task BuildAsync(PostgresSource source, Queue<string> months, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenOwnAsync(cancellationToken);
        await using (var memory = new NpgsqlCommand("SET maintenance_work_mem = '256MB'", connection))
            await memory.ExecuteNonQueryAsync(cancellationToken);
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
