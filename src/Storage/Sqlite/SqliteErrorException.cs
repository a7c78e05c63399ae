namespace BookRecs.Storage.Sqlite;

/// <summary>An error of the SQLite library.</summary>
/// <param name="code">The extended result code.</param>
/// <param name="message">SQLite's own words; they never hold bound values.</param>
[GenerateSerializer, Alias("bookrecs.sqlite_error")]
internal sealed class SqliteErrorException(int code, string message) : Exception(message)
{
    /// <summary>The extended result code.</summary>
    [Id(0)]
    public int Code { get; } = code;

    /// <summary>The result code without its extension.</summary>
    public int PrimaryCode => Code & 0xff;
}
