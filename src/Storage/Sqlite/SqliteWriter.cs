using System.Threading.Channels;
using BookRecs.Grains.Log;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace BookRecs.Storage.Sqlite;

/// <summary>
/// The only writer of a shop file. Work that waits while a commit is under way shares the next one, so that one flush to the disk
/// serves many callers (group commit). A group that fails is rolled back and each of its pieces tried alone, so that one piece
/// never fails another.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly SqliteFile _file;
    private readonly ILogger _logger;
    private readonly int _queueLimit;
    private readonly int _groupLimit;
    private readonly Channel<WriteWork> _queue = Channel.CreateUnbounded<WriteWork>(new() { SingleReader = true });
    private readonly List<WriteWork> _group = [];
    private readonly Task _loop;
    private SqliteDatabase? _database;
    private int _waiting;
    private volatile bool _failing;

    /// <summary>Connects and starts.</summary>
    /// <param name="file">The file, taken for writing.</param>
    /// <param name="queueLimit">How many rows may wait.</param>
    /// <param name="groupLimit">How many rows share a commit at most.</param>
    /// <param name="cacheMegabytes">The page cache, in MiB.</param>
    /// <param name="logger">Where failures and recoveries are noted.</param>
    public SqliteWriter(SqliteFile file, int queueLimit, int groupLimit, int cacheMegabytes, ILogger logger)
    {
        _file = file;
        _logger = logger;
        _queueLimit = queueLimit;
        _groupLimit = groupLimit;
        CacheMegabytes = cacheMegabytes;
        _database = file.ConnectWriter(cacheMegabytes);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>The page cache while serving, in MiB.</summary>
    public int CacheMegabytes { get; }

    /// <summary>True from a failed commit until the next one that works.</summary>
    public bool IsFailing => _failing;

    /// <summary>How many commits served how many pieces of work; read by tests and benchmarks.</summary>
    public (long Commits, long Works) Statistics { get; private set; }

    /// <summary>Queues work.</summary>
    /// <returns>A task that completes when the work is durable.</returns>
    /// <exception cref="LogUnavailableException">The queue is full, the writer is closed, or the work could not be committed.</exception>
    public Task<T> RunAsync<T>(
        Func<SqliteDatabase, T> work, WriteMode mode = WriteMode.Grouped, int weight = 1, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var item = new WriteWork<T>(work, mode, weight);
        var waiting = Interlocked.Add(ref _waiting, item.Weight);
        if (waiting > _queueLimit && waiting > item.Weight)
        {
            Interlocked.Add(ref _waiting, -item.Weight);
            throw new LogUnavailableException($"The write queue is full: {waiting - item.Weight} rows wait, the limit is {_queueLimit}.");
        }

        if (!_queue.Writer.TryWrite(item))
            throw new LogUnavailableException("The store is closed.");
        return item.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Commits what waits, empties the write-ahead log and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        if (_database is null)
            return;
        try
        {
            _database.Checkpoint();
        }
        catch (SqliteErrorException error)
        {
            StorageLog.CheckpointFailed(_logger, _file.FilePath, error.Code);
        }

        _database.Dispose();
        _database = null;
    }

    private async Task LoopAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var first))
            {
                Gather(first);
                Commit(_group);
                _group.Clear();
            }
        }
    }

    private void Gather(WriteWork first)
    {
        _group.Add(first);
        var weight = first.Weight;
        while (first.Mode == WriteMode.Grouped && _queue.Reader.TryPeek(out var next) && next.Mode == WriteMode.Grouped
            && weight + next.Weight <= _groupLimit && _queue.Reader.TryRead(out next))
        {
            _group.Add(next);
            weight += next.Weight;
        }

        Interlocked.Add(ref _waiting, -weight);
    }

    private void Commit(List<WriteWork> group)
    {
        try
        {
            var database = _database ??= _file.ConnectWriter(CacheMegabytes);
            var bare = group[0].Mode == WriteMode.Bare;
            if (!bare)
                Run(database, "BEGIN IMMEDIATE");
            foreach (var work in group)
                work.Execute(database);
            if (!bare)
            {
                database.Appender.Finish();
                Run(database, "COMMIT");
            }
        }
        catch (Exception error)
        {
            GiveUp(error);
            if (group.Count == 1)
            {
                group[0].Fail(Explain(error));
                return;
            }

            foreach (var work in group)
                Commit([work]);
            return;
        }

        Statistics = (Statistics.Commits + 1, Statistics.Works + group.Count);
        if (_failing)
        {
            _failing = false;
            StorageLog.WriteWorksAgain(_logger, _file.FilePath);
        }

        foreach (var work in group)
            work.Complete();
    }

    private void GiveUp(Exception error)
    {
        _database?.Rollback();
        if (error is not SqliteErrorException failure || failure.PrimaryCode == raw.SQLITE_CONSTRAINT)
            return;
        if (!_failing)
            StorageLog.WriteFails(_logger, _file.FilePath, failure.Code, failure.Message);
        _failing = true;

        // What a connection remembers of the file cannot be trusted after an I/O error; a new one reads it again.
        if (failure.PrimaryCode is not (raw.SQLITE_FULL or raw.SQLITE_BUSY))
        {
            _database?.Dispose();
            _database = null;
        }
    }

    private Exception Explain(Exception error) => error is SqliteErrorException failure
        ? new LogUnavailableException(
            failure.PrimaryCode == raw.SQLITE_FULL
                ? $"{_file.FilePath} cannot be written: the disk is full."
                : $"{_file.FilePath} cannot be written: {failure.Message} (SQLite error {failure.Code}).",
            failure)
        : error;

    private static void Run(SqliteDatabase database, string sql) => database.Prepare(sql).Run();
}
