using System.Buffers;
using System.Text;
using SQLitePCL;

namespace BookRecs.Storage.Sqlite;

/// <summary>A prepared statement of one connection. Disposing it ends this use of it and keeps it for the next.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Binds a number to a parameter, counted from 1.</summary>
    public SqliteStatement Bind(int index, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    /// <summary>Binds a number, or NULL.</summary>
    public SqliteStatement Bind(int index, double? value)
    {
        database.Check(value is { } number
            ? raw.sqlite3_bind_double(handle, index, number)
            : raw.sqlite3_bind_null(handle, index));
        return this;
    }

    /// <summary>Binds text, or NULL.</summary>
    /// <exception cref="EncoderFallbackException">The text holds half a surrogate pair, which UTF-8 cannot express.</exception>
    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            database.Check(raw.sqlite3_bind_null(handle, index));
            return this;
        }

        // An empty span has no address, which SQLite takes for NULL.
        if (value.Length == 0)
        {
            database.Check(raw.sqlite3_bind_text(handle, index, value));
            return this;
        }

        byte[]? rented = null;
        var size = Utf8.GetMaxByteCount(value.Length);
        var buffer = size <= 1024 ? stackalloc byte[size] : rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var length = Utf8.GetBytes(value, buffer);
            database.Check(raw.sqlite3_bind_text(handle, index, buffer[..length]));
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last row.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
            return false;
        throw database.Error(code);
    }

    /// <summary>Runs a statement that has no rows, and makes it ready for the next run.</summary>
    public void Run()
    {
        var code = raw.sqlite3_step(handle);
        if (code != raw.SQLITE_DONE && code != raw.SQLITE_ROW)
            throw database.Error(code);
        raw.sqlite3_reset(handle);
    }

    /// <summary>True when the column of the current row is NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <summary>The column of the current row as a number.</summary>
    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>The column of the current row as a small number.</summary>
    public int Int32(int column) => raw.sqlite3_column_int(handle, column);

    /// <summary>The column of the current row as a number, or null.</summary>
    public float? Single(int column) => IsNull(column) ? null : (float)raw.sqlite3_column_double(handle, column);

    /// <summary>The column of the current row as text.</summary>
    public string Text(int column)
    {
        // As bytes with a length: text that holds a zero character would end there otherwise.
        return Utf8.GetString(raw.sqlite3_column_blob(handle, column));
    }

    /// <summary>The column of the current row as text, or null.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Ends this use of the statement, and with it the read that it holds open.</summary>
    public void Dispose() => raw.sqlite3_reset(handle);

    /// <summary>Frees the statement.</summary>
    internal void Free() => handle.Dispose();
}
