using BookRecs.Grains.Log;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace BookRecs.Storage.Postgres;

/// <summary>
/// Every hour: makes the next months' partitions, so that no act has to wait for its own, and drops the months that have expired. One
/// silo at a time does it; does nothing where the shop is not in PostgreSQL.
/// </summary>
/// <param name="shop">The shop.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of dropped months and failures.</param>
internal sealed class PostgresUpkeep(IShopStore shop, TimeProvider time, ILogger<PostgresUpkeep> logger) : BackgroundService
{
    private const int MonthsAhead = 2;
    private const int RowsAtOnce = 20_000;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>One round.</summary>
    /// <returns>The months that were dropped.</returns>
    public static async Task<IReadOnlyList<string>> RunOnceAsync(
        PostgresSource source, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenOwnAsync(cancellationToken);
        if (!await PostgresLocks.TryTakeAsync(connection, PostgresLocks.Upkeep, shared: false, cancellationToken))
            return [];
        await MakeMonthsAsync(connection, time.GetUtcNow(), cancellationToken);
        var dropped = new List<string>();
        while (await ScalarAsync(connection, "SELECT bookrecs.detach_expired_month()", cancellationToken) is string month)
            dropped.Add(month);
        while (await ScalarAsync(connection, $"SELECT bookrecs.forget_expired_acts({RowsAtOnce})", cancellationToken) is true)
        {
        }

        return dropped;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (shop is not PostgresShop postgres)
            return;
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                foreach (var month in await RunOnceAsync(postgres.Source, time, stoppingToken))
                    StorageLog.MonthDropped(logger, month);
            }
            catch (Exception error) when (PostgresErrors.IsDatabase(error) || error is LogUnavailableException)
            {
                // A month that is being read, or a server that is away: the next round tries again.
                StorageLog.UpkeepPutOff(logger, postgres.Name, PostgresErrors.Describe(error));
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static async Task MakeMonthsAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dates = Enumerable.Range(0, MonthsAhead + 1)
            .Select(month => new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(month))
            .Select(date => PostgresValues.ToTimestamp(date.ToUnixTimeMilliseconds()));
        await using var command = new NpgsqlCommand("SELECT bookrecs.create_months($1)", connection);
        command.Parameters.Add(
            new NpgsqlParameter<long[]> { TypedValue = [.. dates], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // Counting a month that was taken out may take a while.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
