using SQLitePCL;

namespace BookRecs.Storage.Sqlite;

/// <summary>One connection to a SQLite file, with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    private SqliteDatabase(sqlite3 handle)
    {
        _handle = handle;
        Appender = new SqliteAppender(this);
    }

    /// <summary>Writes acts in the open transaction.</summary>
    public SqliteAppender Appender { get; }

    /// <summary>True while a transaction is open; some errors end it by themselves.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The row number of the last inserted row.</summary>
    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="create">True makes the file when it is not there.</param>
    /// <param name="busyTimeout">How long to wait for another process's lock, in milliseconds.</param>
    public static SqliteDatabase Open(string path, bool create, int busyTimeout)
    {
        NativeSqlite.EnsureLoaded();
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new SqliteDatabase(handle);
        if (code != raw.SQLITE_OK)
        {
            var error = database.Error(code);
            database.Dispose();
            throw error;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, busyTimeout);
        return database;
    }

    /// <summary>The statement for this text, ready to bind; made on first use. Dispose it after each use.</summary>
    /// <param name="sql">A constant text: every different one is kept for the connection's life.</param>
    public SqliteStatement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
            return statement;
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        statement = new SqliteStatement(this, handle);
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Runs one or more statements without parameters.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>The first column of the first row as a number; 0 without a row.</summary>
    public long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>Ends an open transaction without its changes; never fails.</summary>
    public void Rollback()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        Appender.Forget();
        if (InTransaction)
            raw.sqlite3_exec(_handle, "ROLLBACK");
    }

    /// <summary>Moves the write-ahead log into the file and empties it, as far as readers of older snapshots allow.</summary>
    public void Checkpoint()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, null, raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        if ((code & 0xff) is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED))
            Check(code);
    }

    /// <summary>Throws unless the code says that all went well.</summary>
    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Error(code);
    }

    /// <summary>The error behind a result code.</summary>
    public SqliteErrorException Error(int code) => new(code, raw.sqlite3_errmsg(_handle).utf8_to_string());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Free();
        _statements.Clear();
        _handle.Dispose();
    }
}
