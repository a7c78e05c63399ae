using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace BookRecs.EndToEnd.Tests;

/// <summary>
/// Where the silos of these tests keep their shops: in a file of the test's folder, or, with BOOKRECS_TEST_STORAGE=postgres, in a database
/// named after the folder, on a server that is started for the tests.
/// </summary>
internal static class ShopStore
{
    private const string Variable = "BOOKRECS_TEST_STORAGE";
    private const string PathSetting = "--BookRecs:Storage:Path";

    /// <summary>True when the silos keep their shops in PostgreSQL.</summary>
    public static readonly bool UsesPostgres = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "sqlite" => false,
        "postgres" => true,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'; it must be sqlite or postgres."),
    };

    private static readonly Lazy<Task<PostgresServer>> Server = new(() => PostgresServer.StartAsync());
    private static readonly HashSet<string> Databases = new(StringComparer.Ordinal);

    /// <summary>Points a silo to the folder's shop. A test that names a file is about files, whatever the others use.</summary>
    public static void Choose(string folder, IReadOnlyCollection<string> settings, ProcessStartInfo silo)
    {
        if (!UsesPostgres || settings.Any(setting => setting.StartsWith(PathSetting, StringComparison.Ordinal)))
            return;
        var server = Server.Value.GetAwaiter().GetResult();
        var database = DatabaseOf(folder);
        lock (Databases)
        {
            if (Databases.Add(database))
                server.SqlAsync("postgres", $"CREATE DATABASE \"{database}\"").GetAwaiter().GetResult();
        }

        silo.ArgumentList.Add("--BookRecs:Storage:Provider=postgres");
        silo.Environment["BookRecs__Storage__Postgres__ConnectionString"] = server.Address(database);
    }

    /// <summary>Gives a copy of a folder a copy of its shop; no silo may be using it.</summary>
    public static void Copy(string from, string to)
    {
        if (!UsesPostgres)
            return;
        lock (Databases)
        {
            Server.Value.Result.SqlAsync("postgres", $"CREATE DATABASE \"{DatabaseOf(to)}\" TEMPLATE \"{DatabaseOf(from)}\"")
                .GetAwaiter().GetResult();
            Databases.Add(DatabaseOf(to));
        }
    }

    /// <summary>The transaction ids in the log that begin with a prefix, read past the service.</summary>
    public static IReadOnlyList<string> TransactionIds(string folder, string prefix) => UsesPostgres
        ? Server.Value.Result.SqlAsync(
                DatabaseOf(folder), $"SELECT transaction_id FROM bookrecs.acts WHERE transaction_id LIKE '{prefix}%'")
            .GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries)
        : ReadFile(Path.Combine(folder, "data", "shop.db"), prefix);

    /// <summary>Stops the server, if there is one.</summary>
    public static async ValueTask CloseAsync()
    {
        if (Server.IsValueCreated)
            await (await Server.Value).DisposeAsync();
    }

    private static string DatabaseOf(string folder) => $"shop.db of {Path.GetFileName(folder)}";

    private static List<string> ReadFile(string path, string prefix)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT transaction_id FROM act WHERE transaction_id LIKE $prefix || '%'";
        command.Parameters.AddWithValue("$prefix", prefix);
        using var rows = command.ExecuteReader();
        var ids = new List<string>();
        while (rows.Read())
            ids.Add(rows.GetString(0));
        return ids;
    }
}
