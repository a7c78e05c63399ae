using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>The advisory locks that BookRecs takes within its database. They end with the session, however it ends.</summary>
internal static class PostgresLocks
{
    /// <summary>The first of the two keys of every lock ("BKRC").</summary>
    public const int Family = 0x424B_5243;

    /// <summary>Held during migrations, until their transaction ends.</summary>
    public const int Migration = 1;

    /// <summary>Held by every process that writes, as long as it runs.</summary>
    public const int Shop = 2;

    /// <summary>Held during an import of acts.</summary>
    public const int Import = 3;

    /// <summary>Held during a round of upkeep.</summary>
    public const int Upkeep = 4;

    /// <summary>Takes a lock for the session, if nobody holds it.</summary>
    public static async Task<bool> TryTakeAsync(
        NpgsqlConnection connection, int key, bool shared, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            shared ? "SELECT pg_try_advisory_lock_shared($1, $2)" : "SELECT pg_try_advisory_lock($1, $2)", connection);
        command.Parameters.Add(new() { Value = Family });
        command.Parameters.Add(new() { Value = key });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
