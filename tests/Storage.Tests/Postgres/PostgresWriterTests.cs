using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using BookRecs.LocalRuntime.Tests.Support;
using BookRecs.Storage.Postgres;
using Npgsql;
using static BookRecs.Storage.Tests.Suite.Acts;

namespace BookRecs.Storage.Tests.Postgres;

/// <summary>Group commit, and what happens when connection or server go away.</summary>
public sealed class PostgresWriterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_WhileACommitIsUnderWay_SharesTheNextOne()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        await using var blocker = await BlockAsync(shop);
        var before = shop.Inner.Writer.Statistics;

        var first = shop.Log.AppendAsync([Act("first")], Cancel);
        await WaitUntilBlockedAsync(shop);
        var appends = Enumerable.Range(0, 100).Select(number => shop.Log.AppendAsync([Act($"t{number}")], Cancel)).ToList();
        await blocker.DisposeAsync();
        var results = await Task.WhenAll(appends);
        await first;

        var after = shop.Inner.Writer.Statistics;
        Assert.All(results, result => Assert.Equal(TransactionStatus.Accepted, result[0].Status));
        Assert.Equal((2, 101), (after.Commits - before.Commits, after.Calls - before.Calls));
    }

    [Fact]
    public async Task CommitBatchLimit_BoundsTheActsOfACommit()
    {
        await using var shop = await PostgresTestShop.CreateAsync(static options => options.CommitBatchLimit = 10);
        await using var blocker = await BlockAsync(shop);
        var before = shop.Inner.Writer.Statistics;

        var first = shop.Log.AppendAsync([Act("first")], Cancel);
        await WaitUntilBlockedAsync(shop);
        var appends = Enumerable.Range(0, 25)
            .Select(number => shop.Log.AppendAsync([Act($"a{number}"), Act($"b{number}")], Cancel)).ToList();
        await blocker.DisposeAsync();
        await Task.WhenAll([first, .. appends]);

        Assert.Equal(6, shop.Inner.Writer.Statistics.Commits - before.Commits);
    }

    [Fact]
    public async Task AppendQueueLimit_Reached_RefusesAtOnceAndLosesNothing()
    {
        await using var shop = await PostgresTestShop.CreateAsync(static options => options.AppendQueueLimit = 1_000);
        await using var blocker = await BlockAsync(shop);
        var first = shop.Log.AppendAsync([Act("first")], Cancel);
        await WaitUntilBlockedAsync(shop);

        var waiting = shop.Log.AppendAsync([.. Enumerable.Range(0, 990).Select(number => Act($"t{number}"))], Cancel);
        var refusal = await Assert.ThrowsAsync<LogUnavailableException>(
            () => shop.Log.AppendAsync([.. Enumerable.Range(0, 11).Select(number => Act($"more{number}"))], Cancel));
        await blocker.DisposeAsync();

        Assert.Contains("queue is full", refusal.Message, StringComparison.Ordinal);
        await Task.WhenAll(first, waiting);
        Assert.Equal(991, (await shop.Log.GetSummaryAsync(Cancel)).Transactions);
    }

    [Fact]
    public async Task Append_WhileSessionsAreTerminated_AcceptsEachActOnce()
    {
        const int Writers = 8;
        const int ActsEach = 60;
        await using var shop = await PostgresTestShop.CreateAsync();
        await using var source = NpgsqlDataSource.Create(shop.Options.Postgres.ConnectionString);
        var kills = 0;

        var statuses = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var mine = new List<TransactionStatus>();
            for (var act = 0; act < ActsEach; act++)
            {
                mine.Add((await shop.Log.AppendAsync([Act($"{writer}-{act}", $"u{writer}", at: Day)], Cancel))[0].Status);

                // The others append meanwhile, so the session ends at any place of their calls.
                if (writer == 0 && act % 4 == 0)
                    kills += await TerminateAsync(source, shop.Inner.Writer.SessionId) ? 1 : 0;
            }

            return mine;
        })));

        // A first try whose answer was lost is answered by its repeat as it would have been: never as a duplicate.
        Assert.All(statuses, mine => Assert.All(mine, status => Assert.Equal(TransactionStatus.Accepted, status)));
        Assert.True(kills > 0, "no session was terminated");
        Assert.Equal(new LogSummary(Writers * ActsEach, Writers, 1, false), await shop.Log.GetSummaryAsync(Cancel));
        Assert.Equal(Writers * ActsEach, (await shop.Log.ReadItemAsync("i1", 1, 1, Cancel)).Purchases);
    }

    [Fact]
    public async Task AppendedBatch_SentAgainUnderItsNumber_IsAnsweredAsTheFirstTime()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        await shop.Log.AppendAsync([Act("known", at: Day)], Cancel);
        await using var source = NpgsqlDataSource.Create(shop.Options.Postgres.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(Cancel);
        var writer = Guid.NewGuid();
        AppendCall[] calls = [new([Act("new", at: Day), Act("known", at: Day)], Day), new([Act("new", at: Day), Act("other", item: "i2")], Day)];

        var first = await PostgresAppender.AppendAsync(connection, writer, 7, calls);
        await shop.Log.AppendAsync([Act("later")], Cancel);
        var again = await PostgresAppender.AppendAsync(connection, writer, 7, calls);
        var next = await PostgresAppender.AppendAsync(connection, writer, 8, calls);

        Assert.Equal(
            [TransactionStatus.Accepted, TransactionStatus.Duplicate, TransactionStatus.Duplicate, TransactionStatus.Accepted],
            first.SelectMany(results => results).Select(result => result.Status));
        Assert.Equal(first.SelectMany(results => results), again.SelectMany(results => results));
        Assert.All(next.SelectMany(results => results), result => Assert.Equal(TransactionStatus.Duplicate, result.Status));
        Assert.Equal(4, (await shop.Log.GetSummaryAsync(Cancel)).Transactions);
    }

    [Fact]
    public async Task Server_StoppedCrashedAndStartedAgain_IsToldAndSurvived()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.SqlAsync("postgres", "CREATE DATABASE shop");
        var options = PostgresDatabases.Options(server.Address("shop"));
        options.Postgres.Retries = 2;
        options.Postgres.RetryDelayMilliseconds = 1;
        await using var shop = await PostgresShop.OpenAsync(options, ShopUse.Alone, cancellationToken: Cancel);
        await shop.Log.AppendAsync([Act("before")], Cancel);

        foreach (var mode in (string[])["fast", "immediate"])
        {
            await server.StopAsync(mode);
            var ready = await Assert.ThrowsAsync<LogUnavailableException>(() => shop.Probe.PingAsync(Cancel));
            var read = await Assert.ThrowsAsync<LogUnavailableException>(() => shop.Log.ReadUserAsync("u1", 1, Cancel));
            var append = await Assert.ThrowsAsync<LogUnavailableException>(() => shop.Log.AppendAsync([Act($"lost {mode}")], Cancel));
            Assert.All([ready, read, append], error => Assert.StartsWith(
                $"PostgreSQL database \"shop\" at 127.0.0.1:{server.Port} cannot be reached: ", error.Message, StringComparison.Ordinal));

            await server.ResumeAsync();
            await shop.Probe.PingAsync(Cancel);
            Assert.Equal(TransactionStatus.Accepted, (await shop.Log.AppendAsync([Act($"after {mode}")], Cancel))[0].Status);
        }

        var page = await shop.Log.ReadHistoryAsync("u1", null, 10, Cancel);
        Assert.Equal(["after immediate", "after fast", "before"], page!.Transactions.Select(act => act.TransactionId));
    }

    [Fact]
    public async Task Read_ThatTakesTooLong_IsGivenUpAndNotRepeated()
    {
        using var log = new LogLines();
        var options = PostgresDatabases.Options(await PostgresDatabases.CreateAsync());
        (options.Postgres.CommandTimeoutSeconds, options.Postgres.Retries) = (1, 3);
        await using var shop = await PostgresShop.OpenAsync(options, ShopUse.Alone, logger: log, cancellationToken: Cancel);
        await using var source = NpgsqlDataSource.Create(options.Postgres.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand("LOCK TABLE bookrecs.acts IN ACCESS EXCLUSIVE MODE", connection);
        await hold.ExecuteNonQueryAsync(Cancel);

        var error = await Assert.ThrowsAsync<LogUnavailableException>(() => shop.Log.ReadUserAsync("u1", 1, Cancel));

        Assert.EndsWith("did not answer in time.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(log.All, static line => line.StartsWith("3012 Trying again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LostClaim_ThatAnotherTookMeanwhile_NeverWritesAgain()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        await using var source = NpgsqlDataSource.Create(shop.Options.Postgres.ConnectionString);
        await TerminateAsync(source, shop.Inner.Writer.SessionId);
        await (await PostgresShop.OpenAsync(shop.Options, ShopUse.Alone, cancellationToken: Cancel)).DisposeAsync();

        var error = await Assert.ThrowsAsync<LogUnavailableException>(() => shop.Log.AppendAsync([Act("t1")], Cancel));
        var ready = await Assert.ThrowsAsync<LogUnavailableException>(() => shop.Probe.PingAsync(Cancel));

        Assert.All([error, ready], refusal => Assert.Contains("written by another process", refusal.Message, StringComparison.Ordinal));
        Assert.Equal(0, (await shop.Log.GetSummaryAsync(Cancel)).Transactions);
    }

    private static async Task<bool> TerminateAsync(NpgsqlDataSource source, int session)
    {
        await using var command = source.CreateCommand("SELECT pg_terminate_backend($1, 5000)");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = session });
        return session != 0 && (bool)(await command.ExecuteScalarAsync(CancellationToken.None))!;
    }

    /// <summary>Holds the row that every commit needs until it is disposed.</summary>
    private static async Task<NpgsqlConnection> BlockAsync(PostgresTestShop shop)
    {
        var connection = new NpgsqlConnection(shop.Options.Postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("BEGIN; SELECT id FROM bookrecs.shop FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync(Cancel);
        return connection;
    }

    private static async Task WaitUntilBlockedAsync(PostgresTestShop shop)
    {
        await using var source = NpgsqlDataSource.Create(shop.Options.Postgres.ConnectionString);
        await using var command = source.CreateCommand("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = shop.Inner.Writer.SessionId });
        while (await command.ExecuteScalarAsync(Cancel) is not true)
            await Task.Yield();
    }
}
