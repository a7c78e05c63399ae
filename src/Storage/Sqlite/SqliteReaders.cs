using System.Collections.Concurrent;
using BookRecs.Grains.Log;

namespace BookRecs.Storage.Sqlite;

/// <summary>A bounded pool of connections that read. Each read sees one consistent snapshot and never waits for the writer.</summary>
/// <param name="file">The shop file.</param>
/// <param name="connections">How many reads run at once; further ones wait.</param>
internal sealed class SqliteReaders(SqliteFile file, int connections) : IAsyncDisposable
{
    private readonly SemaphoreSlim _slots = new(connections);
    private readonly ConcurrentBag<SqliteDatabase> _idle = [];
    private volatile bool _closed;

    /// <summary>Reads off the caller's thread.</summary>
    /// <exception cref="LogUnavailableException">The file cannot be read.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteDatabase, T> read, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            if (_closed)
                throw new LogUnavailableException("The store is closed.");
            return await Task.Run(() => Read(read), cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Makes a connection outside the pool, for a read that lasts; the caller disposes it.</summary>
    public SqliteDatabase Connect() => Translate(file, static file => file.ConnectReader());

    /// <summary>Runs a call into the library, with its errors in the log's terms.</summary>
    public static TResult Translate<T, TResult>(T argument, Func<T, TResult> call)
    {
        try
        {
            return call(argument);
        }
        catch (SqliteErrorException error)
        {
            throw new LogUnavailableException($"The store cannot be read: {error.Message} (SQLite error {error.Code}).", error);
        }
    }

    /// <summary>Waits for the reads under way; later ones are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var slot = 0; slot < connections; slot++)
            await _slots.WaitAsync();
        while (_idle.TryTake(out var database))
            database.Dispose();
        _slots.Release(connections);
    }

    private T Read<T>(Func<SqliteDatabase, T> read)
    {
        if (!_idle.TryTake(out var database))
            database = Connect();
        var sound = false;
        try
        {
            database.Execute("BEGIN");
            var result = read(database);
            sound = true;
            return result;
        }
        catch (SqliteErrorException error)
        {
            throw new LogUnavailableException($"The store cannot be read: {error.Message} (SQLite error {error.Code}).", error);
        }
        finally
        {
            database.Rollback();
            if (sound)
                _idle.Add(database);
            else
                database.Dispose();
        }
    }
}
