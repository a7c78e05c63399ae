using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>
/// Brings a database to the format of this program. Everything happens in one transaction under an advisory lock, so any number of
/// processes may try at the same time: one does the work, the others find it done.
/// </summary>
internal static class PostgresMigrator
{
    /// <summary>Long enough for the index builds of a large log.</summary>
    private const int Timeout = 3_600;

    private static readonly string[] Scripts = ReadScripts();

    /// <summary>The format this program writes.</summary>
    public static int Version => Scripts.Length;

    /// <summary>The format of a database; 0 when it holds nothing of ours.</summary>
    /// <exception cref="StorageException">It is another program's, or newer than this one.</exception>
    public static async Task<int> FindVersionAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        // One statement, as another process may be migrating between two.
        var state = await ScalarAsync<string>(
            connection,
            """
            SELECT CASE WHEN to_regclass('bookrecs.migrations') IS NOT NULL THEN 'ours'
                WHEN EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace('bookrecs')) THEN 'theirs' ELSE 'empty' END
            """,
            cancellationToken);
        if (state == "empty")
            return 0;
        if (state == "theirs")
        {
            throw new StorageException(
                $"PostgreSQL {name} has a schema bookrecs of another program; it was left untouched. Name another database.");
        }

        var version = await ScalarAsync<int>(
            connection, "SELECT coalesce(max(version), 0) FROM bookrecs.migrations", cancellationToken);
        return version <= Version
            ? version
            : throw new StorageException(
                $"PostgreSQL {name} has format {version}, written by a newer BookRecs; this one knows formats up to {Version}. " +
                "It was left untouched. Use the newer program, or name another database.");
    }

    /// <summary>Does what is missing.</summary>
    /// <param name="connection">An account that may make tables in the schema bookrecs.</param>
    /// <param name="name">The database, for messages.</param>
    /// <param name="retentionMonths">How many months of acts are kept, 0 for all; null leaves what the database says.</param>
    /// <param name="logger">Hears of each upgrade.</param>
    /// <param name="cancellationToken">Stops it; nothing is changed then.</param>
    /// <returns>The format before.</returns>
    public static async Task<int> MigrateAsync(
        NpgsqlConnection connection, string name, int? retentionMonths, ILogger logger, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(
            connection, $"SELECT pg_advisory_xact_lock({PostgresLocks.Family}, {PostgresLocks.Migration})", cancellationToken);
        var before = await FindVersionAsync(connection, name, cancellationToken);
        if (before == 0)
            await MakeSchemaAsync(connection, cancellationToken);
        for (var step = before; step < Version; step++)
        {
            await ExecuteAsync(connection, Scripts[step], cancellationToken);
            await ExecuteAsync(
                connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO bookrecs.migrations (version) VALUES ({step + 1})"),
                cancellationToken);
        }

        if (retentionMonths is { } months && months != await RetentionAsync(connection, cancellationToken))
        {
            await ExecuteAsync(
                connection,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"CREATE OR REPLACE FUNCTION bookrecs.retention_months() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT {months}'"),
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        if (before < Version)
            StorageLog.Upgraded(logger, name, before, Version);
        return before;
    }

    /// <summary>How many months of acts the database keeps; 0 means all.</summary>
    public static Task<int> RetentionAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ScalarAsync<int>(connection, "SELECT bookrecs.retention_months()", cancellationToken);

    private static async Task MakeSchemaAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Where roles.sql has made the schema, the account needs no right to make another.
        if (!await ScalarAsync<bool>(connection, "SELECT to_regnamespace('bookrecs') IS NOT NULL", cancellationToken))
            await ExecuteAsync(connection, "CREATE SCHEMA bookrecs", cancellationToken);
        await ExecuteAsync(
            connection,
            """
            CREATE TABLE bookrecs.migrations (
                version    integer PRIMARY KEY,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """,
            cancellationToken);
    }

    private static string[] ReadScripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(static resource => resource.StartsWith("Migrations/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(resource =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                    return reader.ReadToEnd();
                }),
        ];
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Timeout };
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Timeout };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
