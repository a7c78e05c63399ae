using System.Runtime.CompilerServices;
using BookRecs.Grains.Log;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;

namespace BookRecs.Storage.Postgres;

/// <summary>Connections to one database, and the repetition of what may be repeated when a connection is lost.</summary>
internal sealed class PostgresSource : IAsyncDisposable
{
    // Plans are made once a session: parameters do not change them, and planning over many months takes longer than running.
    // Compiling (jit) would take longer than any of the statements. A dead silo's session, and its locks, end within half a minute.
    private const string SessionOptions =
        "-c jit=off -c plan_cache_mode=force_generic_plan -c TimeZone=UTC " +
        "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    private const int KeepAliveSeconds = 15;
    private const int ConnectSeconds = 5;
    private const int PreparedStatements = 64;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _pool;
    private readonly NpgsqlDataSource _single;
    private volatile bool _closed;

    /// <summary>Prepares; nothing is connected yet.</summary>
    /// <exception cref="FormatException">The address cannot be read.</exception>
    public PostgresSource(string address, PostgresOptions options, TimeProvider time, ILogger logger)
    {
        var builder = PostgresAddress.Parse(address);
        Name = PostgresAddress.Show(builder);
        builder.Options = string.IsNullOrEmpty(builder.Options) ? SessionOptions : $"{SessionOptions} {builder.Options}";
        builder.ApplicationName ??= "bookrecs";
        builder.Timeout = ConnectSeconds;
        builder.CommandTimeout = options.CommandTimeoutSeconds;
        builder.KeepAlive = KeepAliveSeconds;
        builder.MaxAutoPrepare = PreparedStatements;
        builder.AutoPrepareMinUsages = 1;
        // A session that has just begun plans every statement anew, which costs far more than running it: what was opened stays.
        builder.MinPoolSize = builder.MaxPoolSize = options.PoolSize;
        _pool = NpgsqlDataSource.Create(builder);
        builder.Pooling = false;
        _single = NpgsqlDataSource.Create(builder);
        Retry = MakeRetry(options, time, logger, Name, PostgresErrors.IsTransientButNotLate);
        WriteRetry = MakeRetry(options, time, logger, Name, PostgresErrors.IsTransient);
    }

    /// <summary>The database without anything secret, for messages.</summary>
    public string Name { get; }

    /// <summary>Repeats what failed because of the connection; only for what does the same when done twice.</summary>
    public ResiliencePipeline Retry { get; }

    /// <summary>The same for writes, which are also repeated when they took too long: nobody else writes meanwhile, and the acts wait in memory.</summary>
    public ResiliencePipeline WriteRetry { get; }

    /// <summary>Works on a connection of the pool, and repeats the work when the connection was lost.</summary>
    /// <exception cref="LogUnavailableException">The database cannot be reached, or refused the work.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Retry.ExecuteAsync(
                static async (state, token) =>
                {
                    await using var connection = await state.Source.OpenAsync(token);
                    return await state.Work(connection, token);
                },
                (Source: this, Work: work),
                cancellationToken);
        }
        catch (Exception error) when (PostgresErrors.IsDatabase(error))
        {
            throw PostgresErrors.Explain(Name, error);
        }
    }

    /// <summary>Works once; again only when the connection at hand turns out to have been lost before, which says nothing of now.</summary>
    /// <exception cref="LogUnavailableException">The database cannot be reached, or refused the work.</exception>
    public async Task<T> RunOnceAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await using var connection = await OpenAsync(cancellationToken);
                return await work(connection, cancellationToken);
            }
            catch (Exception error) when (PostgresErrors.IsTransientButNotLate(error))
            {
                _pool.Clear();
                await using var connection = await OpenAsync(cancellationToken);
                return await work(connection, cancellationToken);
            }
        }
        catch (Exception error) when (PostgresErrors.IsDatabase(error))
        {
            throw PostgresErrors.Explain(Name, error);
        }
    }

    /// <summary>A connection of the pool.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return _pool.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>A connection of the pool, for work that does not await.</summary>
    public NpgsqlConnection Open()
    {
        ThrowIfClosed();
        return _pool.OpenConnection();
    }

    /// <summary>A connection of its own that ends when it is closed, with the locks that it holds.</summary>
    public ValueTask<NpgsqlConnection> OpenOwnAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return _single.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>Reads rows one by one on a connection of the pool. Only the opening is repeated when the connection is lost.</summary>
    /// <exception cref="LogUnavailableException">The database cannot be reached, or broke off.</exception>
    public IEnumerable<T> Stream<T>(Func<NpgsqlConnection, IEnumerable<T>> read, CancellationToken cancellationToken)
    {
        using var connection = Translate(() => Retry.Execute(_ => Open(), cancellationToken));
        using var rows = read(connection).GetEnumerator();
        while (Translate(rows.MoveNext))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return rows.Current;
        }
    }

    /// <summary>Runs a call, with its errors in the log's terms.</summary>
    /// <exception cref="LogUnavailableException">The database cannot be reached, or refused the work.</exception>
    public T Translate<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (PostgresErrors.IsDatabase(error))
        {
            throw PostgresErrors.Explain(Name, error);
        }
    }

    /// <summary>Closes the connections; later calls are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _pool.DisposeAsync();
        await _single.DisposeAsync();
    }

    private static ResiliencePipeline MakeRetry(
        PostgresOptions options, TimeProvider time, ILogger logger, string name, Func<Exception, bool> mayBeRepeated)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries == 0)
            return builder.Build();
        return builder.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Exception is { } error && mayBeRepeated(error)),
            MaxRetryAttempts = options.Retries,
            Delay = TimeSpan.FromMilliseconds(options.RetryDelayMilliseconds),
            MaxDelay = LongestDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            OnRetry = attempt =>
            {
                StorageLog.Retrying(logger, name, attempt.AttemptNumber + 1, PostgresErrors.Describe(attempt.Outcome.Exception!));
                return default;
            },
        }).Build();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfClosed()
    {
        if (_closed)
            throw new LogUnavailableException("The store is closed.");
    }
}
