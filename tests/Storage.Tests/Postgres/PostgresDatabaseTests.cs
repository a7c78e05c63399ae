using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using BookRecs.Grains.Log;
using BookRecs.Storage.Postgres;
using Npgsql;
using static BookRecs.Storage.Tests.Suite.Acts;

namespace BookRecs.Storage.Tests.Postgres;

/// <summary>The database itself: what is refused, what migrations do, its months and its format.</summary>
public sealed partial class PostgresDatabaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_ByTenSilosAtOnce_MigratesOnce()
    {
        var options = PostgresDatabases.Options(await PostgresDatabases.CreateAsync(withShop: false));

        var silos = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => PostgresShop.OpenAsync(options, ShopUse.Shared))));

        await Task.WhenAll(silos.Select((silo, number) => silo.Log.AppendAsync([Act("shared"), Act($"t{number}")], Cancel)));
        Assert.Equal(11, (await silos[3].Log.GetSummaryAsync(Cancel)).Transactions);
        Assert.Equal(PostgresMigrator.Version, await ScalarAsync<long>(options, "SELECT count(*) FROM bookrecs.migrations"));
        foreach (var silo in silos)
            await silo.DisposeAsync();
    }

    [Fact]
    public async Task Open_WhileAnotherHasItAlone_IsRefusedAndWorksAfterwards()
    {
        await using var shop = await PostgresTestShop.CreateAsync();

        var errors = await Task.WhenAll(((ShopUse[])[ShopUse.Alone, ShopUse.Shared]).Select(use =>
            Assert.ThrowsAsync<StorageException>(() => PostgresShop.OpenAsync(shop.Options, use, cancellationToken: Cancel))));
        await using var reader = await PostgresShop.OpenAsync(shop.Options, ShopUse.ReadOnly, cancellationToken: Cancel);
        await shop.ReopenAsync();

        Assert.All(errors, error => Assert.Contains("is in use by another process", error.Message, StringComparison.Ordinal));
        await shop.Log.AppendAsync([Act("t1")], Cancel);
        Assert.Equal(1, (await reader.Log.GetSummaryAsync(Cancel)).Transactions);
        Assert.Throws<InvalidOperationException>(() => reader.Importer);
        await Assert.ThrowsAsync<LogUnavailableException>(() => reader.Log.AppendAsync([Act("t2")], Cancel));
    }

    [Fact]
    public async Task Open_NewerFormat_IsRefused()
    {
        var options = PostgresDatabases.Options(await PostgresDatabases.CreateAsync());
        await ExecuteAsync(options, $"INSERT INTO bookrecs.migrations (version) VALUES ({PostgresMigrator.Version + 41})");

        foreach (var use in Enum.GetValues<ShopUse>())
        {
            var error = await Assert.ThrowsAsync<StorageException>(() => PostgresShop.OpenAsync(options, use, cancellationToken: Cancel));
            Assert.Contains($"format {PostgresMigrator.Version + 41}", error.Message, StringComparison.Ordinal);
            Assert.Contains($"up to {PostgresMigrator.Version}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_SchemaOfAnotherProgram_IsRefusedUntouched()
    {
        var options = PostgresDatabases.Options(await PostgresDatabases.CreateAsync(withShop: false));
        await ExecuteAsync(options, "CREATE SCHEMA bookrecs; CREATE TABLE bookrecs.theirs (x int)");

        var error = await Assert.ThrowsAsync<StorageException>(() => PostgresShop.OpenAsync(options, ShopUse.Alone, cancellationToken: Cancel));

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await ScalarAsync<long>(options, "SELECT count(*) FROM pg_class WHERE relnamespace = 'bookrecs'::regnamespace"));
    }

    [Fact]
    public async Task OpenReadOnly_OfAnEmptyDatabase_SaysWhatToDo()
    {
        var options = PostgresDatabases.Options(await PostgresDatabases.CreateAsync(withShop: false));

        var error = await Assert.ThrowsAsync<StorageException>(
            () => PostgresShop.OpenAsync(options, ShopUse.ReadOnly, cancellationToken: Cancel));

        Assert.Contains("bookrecs migrate", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Database=nowhere", "does not exist")]
    [InlineData("Port=1", "cannot be reached")]
    public async Task Open_WhatIsNotThere_SaysSoWithoutTheSecret(string change, string expected)
    {
        var server = await PostgresDatabases.ServerAsync();
        var options = PostgresDatabases.Options($"{server.Address("postgres")};Password=S3cret;{change}");
        options.Postgres.StartWaitSeconds = 0;

        var error = await Assert.ThrowsAsync<StorageException>(() => PostgresShop.OpenAsync(options, ShopUse.Alone, cancellationToken: Cancel));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acts_LieInTheMonthOfTheirDate_AndAnyDateHasAPlace()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        DateTimeOffset[] dates =
        [
            DateTimeOffset.MinValue, new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero), new(1989, 12, 31, 23, 59, 59, TimeSpan.Zero),
            new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2024, 3, 1, 0, 30, 0, TimeSpan.FromHours(1)),
            new(2099, 12, 31, 23, 0, 0, TimeSpan.Zero), new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero),
        ];

        await shop.Log.AppendAsync([.. dates.Select((date, number) => Act($"t{number}", at: date))], Cancel);
        await shop.Importer.ImportInteractionsAsync([Row("u1", "undated"), .. dates.Select(date => Row("u1", "dated", date))], Cancel);

        Assert.Equal(
            "acts_1990_01 2, acts_2024_02 2, acts_2099_12 2, acts_before_1990 6, acts_from_2100 2, acts_undated 1",
            await ScalarAsync<string>(
                shop.Options,
                "SELECT string_agg(m, ', ' ORDER BY m) FROM (SELECT tableoid::regclass::text || ' ' || count(*) FROM bookrecs.acts GROUP BY tableoid) x (m)",
                "SET search_path = bookrecs"));
        var acts = (await shop.Log.ReadHistoryAsync("u1", null, 100, Cancel))!.Transactions;
        Assert.Equal(
            dates.Reverse().SelectMany(date => new DateTimeOffset?[] { date, date }).Append(null), acts.Select(act => act.OccurredAt));
    }

    [Fact]
    public async Task Open_AfterAnInterruptedImport_BuildsTheMissingIndexes()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        await ExecuteAsync(shop.Options, "SELECT bookrecs.create_months(ARRAY[timestamptz '2024-01-01']); SELECT bookrecs.drop_indexes_of_empty_log()");
        await shop.Log.AppendAsync([Act("t1", at: Day)], Cancel);

        await shop.ReopenAsync();

        Assert.Equal(0, await ScalarAsync<long>(shop.Options, "SELECT count(*) FROM bookrecs.unindexed_months()"));
        Assert.Equal(2, await ScalarAsync<long>(
            shop.Options, "SELECT count(*) FROM pg_index WHERE indrelid = 'bookrecs.acts'::regclass AND indisvalid"));
    }

    [Fact]
    public async Task Retention_DropsWholeMonthsAndWhatIsOnlyTheirs()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        var now = DateTimeOffset.UtcNow;
        await shop.Log.AppendAsync(
            [
                Act("recent", "stays", "both", at: now), Act("edge", "stays", "both", at: now.AddMonths(-2)),
                Act("old", "stays", "both", at: now.AddMonths(-4)), Act("older", "goes", "old", at: now.AddMonths(-30)),
                Act("ancient", "goes", "old", at: new DateTimeOffset(1950, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            ],
            Cancel);
        await shop.Importer.ImportInteractionsAsync([Row("stays", "undated")], Cancel);
        Assert.Empty(await PostgresUpkeep.RunOnceAsync(shop.Inner.Source, TimeProvider.System, Cancel));

        shop.Options.Postgres.RetentionMonths = 3;
        await shop.ReopenAsync();
        var dropped = await PostgresUpkeep.RunOnceAsync(shop.Inner.Source, TimeProvider.System, Cancel);

        Assert.Equal(["acts_before_1990", $"acts_{now.AddMonths(-30):yyyy_MM}", $"acts_{now.AddMonths(-4):yyyy_MM}"], dropped);
        Assert.Equal(new LogSummary(3, 1, 3, false), await shop.Log.GetSummaryAsync(Cancel));
        Assert.Equal(2, (await shop.Log.ReadItemAsync("both", 1, 1, Cancel)).Purchases);
        Assert.Equal(["both", "undated"], await shop.Log.ReadPopularItemsAsync(10, Cancel));
        Assert.Equal(0, (await shop.Log.ReadUserAsync("goes", 1, Cancel)).Total);
        Assert.Equal(0, await ScalarAsync<long>(
            shop.Options, "SELECT count(*) FROM pg_class WHERE relname LIKE 'expired%' OR relname LIKE '%\\_1950\\_%'"));

        // What was forgotten can come again, and counts once.
        await shop.Log.AppendAsync([Act("ancient", "goes", "old", at: new DateTimeOffset(1950, 1, 1, 0, 0, 0, TimeSpan.Zero))], Cancel);
        Assert.Equal(new LogSummary(4, 2, 3, false), await shop.Log.GetSummaryAsync(Cancel));
    }

    [Fact]
    public async Task Schema_IsTheOneOnRecord()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        var server = await PostgresDatabases.ServerAsync();
        var dump = await server.RunToolAsync(
            "pg_dump", "--schema-only", "--no-owner", "--no-privileges", "-d",
            new NpgsqlConnectionStringBuilder(shop.Options.Postgres.ConnectionString).Database!);
        var lines = dump.Split('\n')
            .Where(static line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)
                && !line.StartsWith("SE", StringComparison.Ordinal) && !line.StartsWith('\\'));

        // Bodies of functions are long and stand in the migrations; their hash tells a change.
        var found = FunctionBody().Replace(
            string.Join('\n', lines) + "\n",
            static body => $"$$ sha256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.Value)))} $$");
        var onRecord = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Postgres", "schema.sql"), Cancel);
        var proposal = Path.Combine(Path.GetTempPath(), "bookrecs-schema.sql");
        if (found != onRecord)
            await File.WriteAllTextAsync(proposal, found, Cancel);

        Assert.True(
            found == onRecord,
            "The stored format changed. Add a migration (never change a released one), review the new schema and take it over: " +
            $"cp {proposal} tests/Storage.Tests/Postgres/schema.sql");
    }

    [GeneratedRegex(@"\$\$.*?\$\$", RegexOptions.Singleline)]
    private static partial Regex FunctionBody();

    private static async Task<T> ScalarAsync<T>(StorageOptions options, string sql, string before = "SELECT 1")
    {
        await using var connection = new NpgsqlConnection(options.Postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using (var first = new NpgsqlCommand(before, connection))
            await first.ExecuteNonQueryAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private static async Task ExecuteAsync(StorageOptions options, string sql)
    {
        await using var connection = new NpgsqlConnection(options.Postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
