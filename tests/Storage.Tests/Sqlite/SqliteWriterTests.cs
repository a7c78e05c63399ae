using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using BookRecs.Storage.Sqlite;
using static BookRecs.Storage.Tests.Suite.Acts;

namespace BookRecs.Storage.Tests.Sqlite;

/// <summary>Group commit, and what happens when the disk does not play along.</summary>
public sealed class SqliteWriterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_WhileACommitIsUnderWay_SharesTheNextOne()
    {
        await using var shop = new SqliteTestShop();
        var (release, blocked) = await BlockAsync(shop);
        var before = shop.Inner.Writer.Statistics;

        var appends = Enumerable.Range(0, 100).Select(number => shop.Log.AppendAsync([Act($"t{number}")], Cancel)).ToList();
        release.Set();
        await blocked;
        var results = await Task.WhenAll(appends);

        var after = shop.Inner.Writer.Statistics;
        Assert.All(results, result => Assert.Equal(TransactionStatus.Accepted, result[0].Status));
        Assert.Equal((2, 101), (after.Commits - before.Commits, after.Works - before.Works));
    }

    [Fact]
    public async Task CommitBatchLimit_BoundsTheActsOfACommit()
    {
        await using var shop = new SqliteTestShop(options: new StorageOptions { CommitBatchLimit = 10 });
        var (release, blocked) = await BlockAsync(shop);
        var before = shop.Inner.Writer.Statistics;

        var appends = Enumerable.Range(0, 25)
            .Select(number => shop.Log.AppendAsync([Act($"a{number}"), Act($"b{number}")], Cancel)).ToList();
        release.Set();
        await blocked;
        await Task.WhenAll(appends);

        Assert.Equal(6, shop.Inner.Writer.Statistics.Commits - before.Commits);
    }

    [Fact]
    public async Task FailingWork_InAGroup_FailsAlone()
    {
        await using var shop = new SqliteTestShop();
        var (release, blocked) = await BlockAsync(shop);

        var first = shop.Log.AppendAsync([Act("t1")], Cancel);
        var bad = shop.Inner.Writer.RunAsync<int>(
            static database =>
            {
                database.Execute("INSERT INTO user(user_id) VALUES ('half done')");
                throw new InvalidOperationException("bad");
            },
            cancellationToken: Cancel);
        var last = shop.Log.AppendAsync([Act("t2")], Cancel);
        release.Set();
        await blocked;

        Assert.Equal("bad", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad)).Message);
        Assert.Equal((1L, 2L), ((await first)[0].Sequence, (await last)[0].Sequence));
        Assert.Equal(new LogSummary(2, 1, 1, false), await shop.Log.GetSummaryAsync(Cancel));
        Assert.Equal(0, (await shop.Log.ReadUserAsync("half done", 1, Cancel)).Total);
    }

    [Fact]
    public async Task AppendQueueLimit_Reached_RefusesAtOnceAndLosesNothing()
    {
        await using var shop = new SqliteTestShop(options: new StorageOptions { AppendQueueLimit = 1_000 });
        var (release, blocked) = await BlockAsync(shop);

        var waiting = shop.Log.AppendAsync([.. Enumerable.Range(0, 990).Select(number => Act($"t{number}"))], Cancel);
        var error = await Assert.ThrowsAsync<LogUnavailableException>(
            () => shop.Log.AppendAsync([.. Enumerable.Range(0, 20).Select(number => Act($"x{number}"))], Cancel));
        release.Set();
        await blocked;

        Assert.Contains("990", error.Message, StringComparison.Ordinal);
        Assert.Equal(990, (await waiting).Count);
        Assert.Equal(990, (await shop.Log.GetSummaryAsync(Cancel)).Transactions);
        await shop.Log.AppendAsync([Act("again")], Cancel);
    }

    [Fact]
    public async Task DiskFull_AcknowledgesNothing_AndRecoversWhenThereIsSpace()
    {
        await using var shop = new SqliteTestShop();
        await shop.Log.AppendAsync([Act("t0")], Cancel);
        await LimitPagesAsync(shop, "PRAGMA page_count");

        var big = Enumerable.Range(0, 500).Select(number => Act($"big{number}", $"u{number}", $"i{number}")).ToList();
        var error = await Assert.ThrowsAsync<LogUnavailableException>(() => shop.Log.AppendAsync(big, Cancel));
        await Assert.ThrowsAsync<LogUnavailableException>(() => shop.Log.AppendAsync(big, Cancel));
        var full = await shop.Log.GetSummaryAsync(Cancel);
        var wasFailing = shop.Inner.Writer.IsFailing;
        await LimitPagesAsync(shop, "SELECT 1000000");
        var results = await shop.Log.AppendAsync(big, Cancel);

        Assert.EndsWith("shop.db cannot be written: the disk is full.", error.Message, StringComparison.Ordinal);
        Assert.Equal(new LogSummary(1, 1, 1, false), full);
        Assert.True(wasFailing);
        Assert.False(shop.Inner.Writer.IsFailing);
        Assert.Equal(Enumerable.Range(2, 500).Select(number => (long)number), results.Select(result => result.Sequence));
    }

    [Fact]
    public async Task DiskFull_InAGroup_FailsOnlyWhatDoesNotFit()
    {
        await using var shop = new SqliteTestShop();
        await shop.Log.AppendAsync([Act("t0", "u", "i")], Cancel);
        await LimitPagesAsync(shop, "PRAGMA page_count");
        var (release, blocked) = await BlockAsync(shop);

        var big = shop.Log.AppendAsync(
            [.. Enumerable.Range(0, 500).Select(number => Act($"big{number}", $"u{number}", $"i{number}"))], Cancel);
        var small = shop.Log.AppendAsync([Act("small", "u", "i")], Cancel);
        release.Set();
        await blocked;

        await Assert.ThrowsAsync<LogUnavailableException>(() => big);
        Assert.Equal(TransactionStatus.Accepted, (await small)[0].Status);
        Assert.Equal(2, (await shop.Log.GetSummaryAsync(Cancel)).Transactions);
    }

    [Fact]
    public async Task Ping_AfterAFailedCommit_FailsUntilWritingWorks()
    {
        await using var shop = new SqliteTestShop();
        await Assert.ThrowsAsync<LogUnavailableException>(() => shop.Inner.Writer.RunAsync<int>(
            static _ => throw new SqliteErrorException(SQLitePCL.raw.SQLITE_IOERR, "disk I/O error"), cancellationToken: Cancel));
        Assert.True(shop.Inner.Writer.IsFailing);

        await shop.Probe.PingAsync(Cancel);

        Assert.False(shop.Inner.Writer.IsFailing);
    }

    [Fact]
    public async Task Dispose_CommitsWhatWaits()
    {
        await using var shop = new SqliteTestShop();
        var (release, blocked) = await BlockAsync(shop);
        var append = shop.Log.AppendAsync([Act("t1")], Cancel);

        var reopened = shop.ReopenAsync();
        release.Set();
        await blocked;
        await reopened;

        Assert.Equal(1, (await append)[0].Sequence);
        Assert.Equal(1, (await shop.Log.GetSummaryAsync(Cancel)).Transactions);
    }

    [Fact]
    public async Task Calls_AfterDispose_SayThatTheStoreIsClosed()
    {
        await using var shop = new SqliteTestShop();
        var log = shop.Log;
        await shop.Inner.DisposeAsync();

        var append = await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync([Act("t1")], Cancel));
        var read = await Assert.ThrowsAsync<LogUnavailableException>(() => log.GetSummaryAsync(Cancel));

        Assert.All([append, read], error => Assert.Contains("closed", error.Message, StringComparison.Ordinal));
    }

    /// <summary>Holds the writer inside a transaction until it is released.</summary>
    private static async Task<(ManualResetEventSlim Release, Task Blocked)> BlockAsync(SqliteTestShop shop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new ManualResetEventSlim();
        var blocked = shop.Inner.Writer.RunAsync(
            _ =>
            {
                started.TrySetResult();
                release.Wait(Cancel);
                return 0;
            },
            WriteMode.Alone,
            cancellationToken: Cancel);
        await started.Task;
        return (release, blocked);
    }

    private static Task LimitPagesAsync(SqliteTestShop shop, string pages) => shop.Inner.Writer.RunAsync(
        database =>
        {
            database.Execute($"PRAGMA max_page_count = {database.Scalar(pages)}");
            return 0;
        },
        WriteMode.Bare,
        cancellationToken: Cancel);
}
