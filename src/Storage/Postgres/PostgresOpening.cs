using System.Diagnostics.CodeAnalysis;
using BookRecs.Grains.Log;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>What happens before a shop can be used: the server answers, the format fits, the database is ours to write.</summary>
internal sealed class PostgresOpening(PostgresSource source, PostgresOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a session of a process that has just died may go on holding the lock.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the server, and brings the database to this program's format.</summary>
    public async Task<LogSummary> PrepareAsync(ShopUse use, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        if (use == ShopUse.ReadOnly)
        {
            var version = await PostgresMigrator.FindVersionAsync(connection, source.Name, cancellationToken);
            if (version < PostgresMigrator.Version)
                throw Outdated(version, null);
        }
        else
        {
            await MigrateAsync(connection, cancellationToken);
            if (await PostgresIndexes.AreMissingAsync(connection, cancellationToken))
            {
                StorageLog.RebuildingIndexes(logger, source.Name);
                await PostgresIndexes.BuildAsync(source, null, cancellationToken);
            }
        }

        return await PostgresTransactionLog.SummaryAsync(connection, cancellationToken);
    }

    /// <summary>Takes the right to write, on a connection that keeps it.</summary>
    /// <exception cref="StorageException">Another process has it.</exception>
    public async Task<NpgsqlConnection> TakeAsync(ShopClaim claim, CancellationToken cancellationToken)
    {
        var connection = await source.OpenOwnAsync(cancellationToken);
        try
        {
            var start = time.GetTimestamp();
            while (!await claim.TryTakeAsync(connection, cancellationToken))
            {
                if (time.GetElapsedTime(start) >= LockPatience)
                {
                    throw new StorageException(
                        $"PostgreSQL {source.Name} is in use by another process: one silo of the local runtime, or one import, at a time. " +
                        "Stop the other one first, or name another database.");
                }

                await Task.Delay(LookInterval, time, cancellationToken);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes the connection.")]
    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var patience = TimeSpan.FromSeconds(options.StartWaitSeconds);
        while (true)
        {
            try
            {
                return await source.OpenOwnAsync(cancellationToken);
            }
            catch (Exception error) when (PostgresErrors.IsTransient(error) && time.GetElapsedTime(start) < patience)
            {
                StorageLog.WaitingForDatabase(logger, source.Name, PostgresErrors.Describe(error));
                await Task.Delay(LookInterval * 5, time, cancellationToken);
            }
        }
    }

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (options.MigrationConnectionString.Length > 0)
        {
            await using var owner = new PostgresSource(options.MigrationConnectionString, options, time, logger);
            await using var session = await owner.OpenOwnAsync(cancellationToken);
            await PostgresMigrator.MigrateAsync(session, owner.Name, options.RetentionMonths, logger, cancellationToken);
            return;
        }

        var version = await PostgresMigrator.FindVersionAsync(connection, source.Name, cancellationToken);
        if (version == PostgresMigrator.Version
            && (options.RetentionMonths is not { } months || months == await PostgresMigrator.RetentionAsync(connection, cancellationToken)))
        {
            return;
        }

        try
        {
            await PostgresMigrator.MigrateAsync(connection, source.Name, options.RetentionMonths, logger, cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw Outdated(version, error);
        }
    }

    private StorageException Outdated(int version, PostgresException? error) => version == PostgresMigrator.Version
        ? new StorageException(
            $"PostgreSQL {source.Name} keeps another number of months than {StorageOptions.Section}:Postgres:RetentionMonths says " +
            $"({options.RetentionMonths}), and this account may not change it. Run 'bookrecs migrate --retention-months' with the owner's account.",
            error)
        : new StorageException(
            $"PostgreSQL {source.Name} has format {version}, this program needs format {PostgresMigrator.Version}" +
            (error is null ? ". " : ", and this account may not change it. ") +
            "Run 'bookrecs migrate' with the owner's account first.",
            error);
}
