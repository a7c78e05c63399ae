using Microsoft.Extensions.Logging;

namespace BookRecs.Storage;

/// <summary>The messages of the storage, without personal data. Event ids 3000 to 3099.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(3000, LogLevel.Information, "Opened {Path}: format {Version}, SQLite {SqliteVersion}, {Transactions} transactions")]
    public static partial void Opened(ILogger logger, string path, int version, string sqliteVersion, long transactions);

    [LoggerMessage(3001, LogLevel.Information, "Closed {Path}")]
    public static partial void Closed(ILogger logger, string path);

    [LoggerMessage(3010, LogLevel.Information, "Opened PostgreSQL {Database}: format {Version}, {Transactions} transactions")]
    public static partial void OpenedDatabase(ILogger logger, string database, int version, long transactions);

    [LoggerMessage(3011, LogLevel.Information, "Waiting: PostgreSQL {Database} {Reason}")]
    public static partial void WaitingForDatabase(ILogger logger, string database, string reason);

    [LoggerMessage(3012, LogLevel.Warning, "Trying again ({Attempt}): PostgreSQL {Database} {Reason}")]
    public static partial void Retrying(ILogger logger, string database, int attempt, string reason);

    [LoggerMessage(3014, LogLevel.Information, "Dropped the expired month {Month}")]
    public static partial void MonthDropped(ILogger logger, string month);

    [LoggerMessage(3015, LogLevel.Warning, "Upkeep is put off: PostgreSQL {Database} {Reason}")]
    public static partial void UpkeepPutOff(ILogger logger, string database, string reason);

    [LoggerMessage(3013, LogLevel.Error, "Writing to PostgreSQL {Database} fails (SQLSTATE {State}: {Message}); callers are refused meanwhile")]
    public static partial void WriteFails(ILogger logger, string database, string state, string message);

    [LoggerMessage(3002, LogLevel.Error, "Writing to {Path} fails (SQLite error {Code}: {Message}); callers are refused meanwhile")]
    public static partial void WriteFails(ILogger logger, string path, int code, string message);

    [LoggerMessage(3003, LogLevel.Information, "Writing to {Path} works again")]
    public static partial void WriteWorksAgain(ILogger logger, string path);

    [LoggerMessage(3004, LogLevel.Information, "Upgraded {Path} from format {From} to {To}")]
    public static partial void Upgraded(ILogger logger, string path, int from, int to);

    [LoggerMessage(3005, LogLevel.Warning, "Closing {Path} could not empty its write-ahead log (SQLite error {Code}); nothing is lost")]
    public static partial void CheckpointFailed(ILogger logger, string path, int code);

    [LoggerMessage(3006, LogLevel.Information, "Rebuilding indexes of {Path} that an interrupted import left out")]
    public static partial void RebuildingIndexes(ILogger logger, string path);
}
