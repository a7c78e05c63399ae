using System.Globalization;
using BookRecs.Storage.Postgres;
using BookRecs.Storage.Tests.Postgres;

[assembly: AssemblyFixture(typeof(PostgresDatabases))]

namespace BookRecs.Storage.Tests.Postgres;

/// <summary>One server for all tests of the assembly, started when the first of them needs it; each shop is a copy of an empty one.</summary>
public sealed class PostgresDatabases : IAsyncDisposable
{
    private const string Template = "empty_shop";

    private static readonly SemaphoreSlim Starting = new(1);
    private static PostgresServer? _server;
    private static int _databases;

    /// <summary>The server.</summary>
    internal static async Task<PostgresServer> ServerAsync()
    {
        await Starting.WaitAsync();
        try
        {
            if (_server is not null)
                return _server;
            var server = await PostgresServer.StartAsync();
            await server.SqlAsync("postgres", $"CREATE DATABASE {Template}");
            await (await PostgresShop.OpenAsync(Options(server.Address(Template)), ShopUse.Alone)).DisposeAsync();
            await server.SqlAsync("postgres", $"ALTER DATABASE {Template} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true");
            return _server = server;
        }
        finally
        {
            Starting.Release();
        }
    }

    /// <summary>The address of a new database with an empty shop, or with nothing.</summary>
    internal static async Task<string> CreateAsync(bool withShop = true)
    {
        var server = await ServerAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"shop_{Interlocked.Increment(ref _databases)}");
        await server.SqlAsync("postgres", $"CREATE DATABASE {name}{(withShop ? $" TEMPLATE {Template}" : "")}");
        return server.Address(name);
    }

    internal static StorageOptions Options(string address) => new()
    {
        Provider = "postgres",
        ImportBatchRows = 1_000,
        Postgres = new() { ConnectionString = address },
    };

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
