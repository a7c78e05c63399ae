using BookRecs.Grains.Log;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>
/// The right to write to a database: an advisory lock of the connection that writes. A process that needs the shop for itself also
/// leaves its name in it, so that one which lost its connection, and thereby its lock, finds out whether another had the shop since.
/// </summary>
/// <param name="use">Alone or shared.</param>
/// <param name="name">The database, for messages.</param>
internal sealed class ShopClaim(ShopUse use, string name)
{
    /// <summary>The name of this process in the database.</summary>
    public Guid Process { get; } = Guid.NewGuid();

    /// <summary>Takes the lock for the first time.</summary>
    /// <returns>False when another process holds one that excludes it.</returns>
    public async Task<bool> TryTakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await TryLockAsync(connection, cancellationToken))
            return false;
        if (use == ShopUse.Alone)
        {
            await using var sign = new NpgsqlCommand("UPDATE bookrecs.shop SET holder = $1", connection);
            sign.Parameters.Add(new() { Value = Process });
            await sign.ExecuteNonQueryAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>Takes the lock again on a new connection.</summary>
    /// <exception cref="LogUnavailableException">Another process holds the lock, or held it since.</exception>
    public async Task RenewAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await TryLockAsync(connection, cancellationToken))
        {
            throw new LogUnavailableException(
                $"PostgreSQL {name} is held by another session since the connection was lost; it is tried again with every write.");
        }

        if (use != ShopUse.Alone)
            return;
        await using var find = new NpgsqlCommand("SELECT holder FROM bookrecs.shop", connection);
        if (await find.ExecuteScalarAsync(cancellationToken) is not Guid holder || holder != Process)
        {
            throw new LogUnavailableException(
                $"PostgreSQL {name} was written by another process while the connection was lost, so what this one holds in memory may " +
                "be old; restart it.");
        }
    }

    private Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        PostgresLocks.TryTakeAsync(connection, PostgresLocks.Shop, use == ShopUse.Shared, cancellationToken);
}
