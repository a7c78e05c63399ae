using Microsoft.Extensions.Logging;

namespace BookRecs.Storage;

/// <summary>The messages of the storage, without personal data. Event ids 3000 to 3099.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(3000, LogLevel.Information, "Opened {Path}: format {Version}, SQLite {SqliteVersion}, {Transactions} transactions")]
    public static partial void Opened(ILogger logger, string path, int version, string sqliteVersion, long transactions);

    [LoggerMessage(3001, LogLevel.Information, "Closed {Path}")]
    public static partial void Closed(ILogger logger, string path);

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
