using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Storage.Postgres;
using Npgsql;
using static BookRecs.Storage.Tests.Suite.Acts;

namespace BookRecs.Storage.Tests.Postgres;

/// <summary>deploy/postgres/roles.sql on a server of its own: what each account can do, and what it cannot.</summary>
public sealed class PostgresRolesTests : IAsyncLifetime
{
    private const string Database = "shop";
    private PostgresServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        await RunRolesAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Service_BeforeTheOwnerHasMigrated_IsToldWhatToDo()
    {
        var error = await Assert.ThrowsAsync<StorageException>(
            () => PostgresShop.OpenAsync(Options("bookrecs_service"), ShopUse.Alone, cancellationToken: Cancel));

        Assert.Contains("bookrecs migrate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_CanDoTheirWorkAndNothingElse()
    {
        await PostgresShop.MigrateAsync(Options("bookrecs_owner"), Cancel);
        await RunRolesAsync();
        await using (var shop = await PostgresShop.OpenAsync(Options("bookrecs_service"), ShopUse.Alone, cancellationToken: Cancel))
        {
            // All that a silo does, also months that are new and an import into the empty log, which rebuilds the indexes.
            await shop.Importer.ImportBooksAsync([new() { ItemId = "i1", Title = "Title" }], Cancel);
            var imported = await shop.Importer.ImportInteractionsAsync([Row("u1", "i1", Day), Row("u1", "i2", Day.AddYears(-3))], Cancel);
            var appended = await shop.Log.AppendAsync([Act("t1", at: Day.AddYears(1)), Act("t2")], Cancel);
            await shop.Catalogue.PutAsync(new() { ItemId = "i3", Title = "Posted" }, Cancel);
            Assert.NotNull(await shop.Catalogue.SetAvailableAsync("i3", false, Cancel));
            Assert.Equal(2, imported.Added);
            Assert.All(appended, result => Assert.Equal(TransactionStatus.Accepted, result.Status));
            Assert.Equal(4, (await shop.Log.ReadUserAsync("u1", 10, Cancel)).Total);
            Assert.Empty(await PostgresUpkeep.RunOnceAsync(shop.Source, TimeProvider.System, Cancel));
        }

        foreach (var forbidden in (string[])
        [
            "DROP TABLE bookrecs.acts", "DROP TABLE bookrecs.acts_2024_01", "DROP TABLE bookrecs.books", "DROP SCHEMA bookrecs CASCADE",
            "TRUNCATE bookrecs.acts", "TRUNCATE bookrecs.act_ids", "ALTER TABLE bookrecs.users ADD COLUMN x int",
            "ALTER TABLE bookrecs.acts DETACH PARTITION bookrecs.acts_2024_01", "CREATE TABLE bookrecs.mine (x int)",
            "CREATE TABLE public.mine (x int)", "DROP INDEX bookrecs.acts_user", "ALTER TABLE bookrecs.acts OWNER TO bookrecs_service",
            "CREATE OR REPLACE FUNCTION bookrecs.retention_months() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
            "DROP DATABASE postgres", "CREATE ROLE mine", "CREATE DATABASE mine",
        ])
        {
            await ExpectRefusalAsync("bookrecs_service", forbidden);
        }

        Assert.Equal("4", await _server.SqlAsync(Database, "SELECT count(*) FROM bookrecs.interactions", "bookrecs_analyst"));
        Assert.Equal("2024", await _server.SqlAsync(
            Database, "SELECT extract(year FROM occurred_at) FROM bookrecs.acts_2024_01", "bookrecs_analyst"));
        foreach (var forbidden in (string[])
        [
            "INSERT INTO bookrecs.users (user_id) VALUES ('x')", "UPDATE bookrecs.shop SET acts = 0", "DELETE FROM bookrecs.acts",
            "TRUNCATE bookrecs.acts", "DROP TABLE bookrecs.acts", "CREATE TABLE public.mine (x int)", "CREATE TABLE bookrecs.mine (x int)",
            "CREATE TEMPORARY TABLE mine (x int)", "SELECT bookrecs.create_months(ARRAY[now()])", "SELECT bookrecs.detach_expired_month()",
            "SELECT bookrecs.set_book_available('i1', false)",
        ])
        {
            // Also when the account says that it wants to write.
            await ExpectRefusalAsync("bookrecs_analyst", forbidden, ";Options=-c default_transaction_read_only=off");
        }
    }

    private StorageOptions Options(string user) => PostgresDatabases.Options(_server.Address(Database, user));

    private async Task ExpectRefusalAsync(string user, string sql, string settings = "")
    {
        await using var source = NpgsqlDataSource.Create(_server.Address(Database, user) + settings);
        await using var command = source.CreateCommand(sql);
        var error = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancel));
        Assert.True(error.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{user} was not refused '{sql}': {error.Message}");
    }

    private Task RunRolesAsync() => _server.RunToolAsync(
        "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", $"database={Database}", "-d", "postgres",
        "-f", Path.Combine(AppContext.BaseDirectory, "Postgres", "roles.sql"));
}
