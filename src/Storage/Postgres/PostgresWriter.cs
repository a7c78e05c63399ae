using System.Threading.Channels;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>
/// Appends acts on one connection. What waits while a commit is under way shares the next one, so that one round trip and one flush
/// serve many callers (group commit). A group that the database refuses is tried call by call, so that one never fails another; one
/// that a lost connection broke off is repeated under the same number, so that it is committed once and answered as the first time.
/// </summary>
/// <remarks>
/// The connection also holds the lock that keeps other processes from writing: when it is lost, so is the lock, and nothing is
/// written before both are had again.
/// </remarks>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private readonly PostgresSource _source;
    private readonly ShopClaim _claim;
    private readonly ILogger _logger;
    private readonly int _queueLimit;
    private readonly int _groupLimit;
    private readonly Channel<AppendCall> _queue = Channel.CreateUnbounded<AppendCall>(new() { SingleReader = true });
    private readonly Task _loop;
    private NpgsqlConnection? _connection;
    private long _batch;
    private int _waiting;
    private volatile bool _failing;

    /// <summary>Starts with a connection that holds the lock.</summary>
    /// <param name="source">Where to connect again.</param>
    /// <param name="connection">The first connection; the writer closes it.</param>
    /// <param name="claim">What the connection holds.</param>
    /// <param name="options">The limits.</param>
    /// <param name="logger">Where failures and recoveries are noted.</param>
    public PostgresWriter(PostgresSource source, NpgsqlConnection connection, ShopClaim claim, StorageOptions options, ILogger logger)
    {
        _source = source;
        _connection = connection;
        _claim = claim;
        _logger = logger;
        _queueLimit = options.AppendQueueLimit;
        _groupLimit = options.CommitBatchLimit;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>True from a failed commit until the next one that works.</summary>
    public bool IsFailing => _failing;

    /// <summary>How many commits served how many calls; read by tests and benchmarks.</summary>
    public (long Commits, long Calls) Statistics { get; private set; }

    /// <summary>The server's number of the writer's session, for tests that end it.</summary>
    public int SessionId => _connection?.ProcessID ?? 0;

    /// <summary>Queues acts; none at all proves that writing works.</summary>
    /// <returns>A task that completes when the acts are durable.</returns>
    /// <exception cref="LogUnavailableException">The queue is full, the writer is closed, or the acts could not be committed.</exception>
    public Task<AppendResult[]> AppendAsync(
        IReadOnlyList<Transaction> acts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = new AppendCall(acts, now);
        var waiting = Interlocked.Add(ref _waiting, call.Weight);
        if (waiting > _queueLimit && waiting > call.Weight)
        {
            Interlocked.Add(ref _waiting, -call.Weight);
            throw new LogUnavailableException($"The write queue is full: {waiting - call.Weight} rows wait, the limit is {_queueLimit}.");
        }

        if (!_queue.Writer.TryWrite(call))
            throw new LogUnavailableException("The store is closed.");
        return call.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Commits what waits, and closes the connection, which frees the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await DisconnectAsync();
    }

    private async Task LoopAsync()
    {
        var group = new List<AppendCall>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var first))
            {
                Gather(first, group);
                await CommitAsync(group);
                group.Clear();
            }
        }
    }

    private void Gather(AppendCall first, List<AppendCall> group)
    {
        group.Add(first);
        var weight = first.Weight;
        while (_queue.Reader.TryPeek(out var next) && weight + next.Weight <= _groupLimit && _queue.Reader.TryRead(out next))
        {
            group.Add(next);
            weight += next.Weight;
        }

        Interlocked.Add(ref _waiting, -weight);
    }

    private async Task CommitAsync(List<AppendCall> group)
    {
        List<AppendResult[]> results;
        try
        {
            var batch = ++_batch;
            results = await _source.WriteRetry.ExecuteAsync(async _ => await TryAsync(batch, group));
        }
        catch (Exception error)
        {
            if (group.Count == 1 || PostgresErrors.IsTransient(error) || error is LogUnavailableException)
            {
                GiveUp(error, group);
                return;
            }

            foreach (var call in group)
                await CommitAsync([call]);
            return;
        }

        Statistics = (Statistics.Commits + 1, Statistics.Calls + group.Count);
        if (_failing)
        {
            _failing = false;
            StorageLog.WriteWorksAgain(_logger, _source.Name);
        }

        foreach (var (call, result) in group.Zip(results))
            call.Complete(result);
    }

    private async Task<List<AppendResult[]>> TryAsync(long batch, List<AppendCall> group)
    {
        try
        {
            var connection = _connection ??= await ConnectAsync();
            return await PostgresAppender.AppendAsync(connection, _claim.Process, batch, group);
        }
        catch (Exception error) when (error is not LogUnavailableException)
        {
            // A connection that failed is not trusted again, unless the server only refused the statement.
            if (error is not PostgresException || PostgresErrors.IsTransient(error))
                await DisconnectAsync();
            throw;
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = await _source.OpenOwnAsync(CancellationToken.None);
        try
        {
            await _claim.RenewAsync(connection, CancellationToken.None);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task DisconnectAsync()
    {
        if (_connection is not { } connection)
            return;
        _connection = null;
        await connection.DisposeAsync();
    }

    private void GiveUp(Exception error, List<AppendCall> group)
    {
        var explained = PostgresErrors.IsDatabase(error) ? PostgresErrors.Explain(_source.Name, error) : error;
        if (!_failing)
            StorageLog.WriteFails(_logger, _source.Name, (error as PostgresException)?.SqlState ?? "none", explained.Message);
        _failing = true;
        foreach (var call in group)
            call.Fail(explained);
    }
}
