using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace BookRecs.Storage.Sqlite;

/// <summary>The shop file on disk: its folder, its lock, its format, and how connections to it are made.</summary>
internal sealed class SqliteFile : IDisposable
{
    /// <summary>How long a statement waits for another program's lock on the file, in milliseconds.</summary>
    private const int BusyTimeout = 5_000;

    /// <summary>What tells that another process holds the lock: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.</summary>
    private static readonly int[] SharingViolations = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream? _lock;

    private SqliteFile(string path, FileStream? fileLock, string sqliteVersion) =>
        (FilePath, _lock, SqliteVersion) = (path, fileLock, sqliteVersion);

    /// <summary>The full path.</summary>
    public string FilePath { get; }

    /// <summary>The version of the SQLite library.</summary>
    public string SqliteVersion { get; }

    /// <summary>Takes the file for this process alone, makes it when it is not there, and brings it to the current format.</summary>
    /// <exception cref="StorageException">The file is in use, not ours, newer than this program, or not writable.</exception>
    public static SqliteFile OpenForWriting(string path, ILogger logger)
    {
        var fullPath = Path.GetFullPath(path);
        var sqliteVersion = NativeSqlite.EnsureLoaded();
        CreateFolder(fullPath);
        var fileLock = TakeLock(fullPath);
        try
        {
            CheckHeader(fullPath);
            using var database = Guard(fullPath, () => SqliteDatabase.Open(fullPath, create: true, BusyTimeout));
            Guard(fullPath, () =>
            {
                Prepare(database, fullPath, logger);
                return 0;
            });
            return new SqliteFile(fullPath, fileLock, sqliteVersion);
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that is there, only to read it; another process may be writing to it.</summary>
    /// <exception cref="StorageException">The file is not there, not ours, or of another format.</exception>
    public static SqliteFile OpenForReading(string path)
    {
        var fullPath = Path.GetFullPath(path);
        var sqliteVersion = NativeSqlite.EnsureLoaded();
        if (!File.Exists(fullPath))
            throw new StorageException($"{fullPath} does not exist. Import data into it first, or name another file.");
        CheckHeader(fullPath);
        using var database = Guard(fullPath, () => SqliteDatabase.Open(fullPath, create: false, BusyTimeout));
        var version = Guard(fullPath, () => CheckFormat(database, fullPath));
        if (version < SqliteSchema.Version)
        {
            throw new StorageException(
                $"{fullPath} has format {version}, this program reads format {SqliteSchema.Version}. " +
                "Start the silo on it once, or import into it: both bring it up to date.");
        }

        return new SqliteFile(fullPath, null, sqliteVersion);
    }

    /// <summary>Makes the one connection that writes.</summary>
    /// <param name="cacheMegabytes">The page cache, in MiB.</param>
    public SqliteDatabase ConnectWriter(int cacheMegabytes)
    {
        var database = SqliteDatabase.Open(FilePath, create: false, BusyTimeout);

        // A checkpoint writes each page once, however often it changed: 64 MiB of changes come together first, and not 4.
        database.Execute(
            $"""
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA journal_size_limit = 67108864;
            PRAGMA wal_autocheckpoint = 16384;
            PRAGMA cache_size = -{cacheMegabytes * 1024};
            """);
        return database;
    }

    /// <summary>Makes a connection that cannot write.</summary>
    public SqliteDatabase ConnectReader()
    {
        var database = SqliteDatabase.Open(FilePath, create: false, BusyTimeout);
        database.Execute("PRAGMA query_only = ON; PRAGMA cache_size = -8192;");
        return database;
    }

    /// <summary>Lets other processes have the file.</summary>
    public void Dispose() => _lock?.Dispose();

    private static void CreateFolder(string fullPath)
    {
        var folder = Path.GetDirectoryName(fullPath)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The folder {folder} of the shop file cannot be made: {error.Message}", error);
        }
    }

    private static FileStream TakeLock(string fullPath)
    {
        // SQLite's own locks last for a transaction; this one lasts as long as the process and ends with it, however it ends.
        var lockPath = fullPath + ".lock";
        try
        {
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StorageException($"{fullPath} cannot be written: {error.Message}", error);
        }
        catch (IOException error) when (SharingViolations.Contains(error.HResult))
        {
            throw new StorageException(
                $"{fullPath} is in use by another process (it holds {lockPath}): one silo or one import at a time. " +
                "Stop the other one first, or name another file.",
                error);
        }
        catch (IOException error)
        {
            throw new StorageException($"{fullPath} cannot be written: {error.Message}", error);
        }
    }

    private static void CheckHeader(string fullPath)
    {
        try
        {
            if (Directory.Exists(fullPath))
                throw new StorageException($"{fullPath} is a folder; a file is needed.");
            if (!File.Exists(fullPath))
                return;
            using var stream = new FileStream(fullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Span<byte> header = stackalloc byte[16];
            var length = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (length > 0 && !header[..length].SequenceEqual("SQLite format 3\0"u8))
                throw new StorageException($"{fullPath} is not a SQLite file; it was left untouched. Name another file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{fullPath} cannot be read: {error.Message}", error);
        }
    }

    private static int CheckFormat(SqliteDatabase database, string fullPath)
    {
        var version = (int)database.Scalar("PRAGMA user_version");
        var applicationId = database.Scalar("PRAGMA application_id");
        if (applicationId == 0 && version == 0 && database.Scalar("SELECT count(*) FROM sqlite_master") == 0)
            return 0;
        if (applicationId != SqliteSchema.ApplicationId)
        {
            throw new StorageException(
                $"{fullPath} is a SQLite file of another program; it was left untouched. Name another file.");
        }

        if (version > SqliteSchema.Version)
        {
            throw new StorageException(
                $"{fullPath} has format {version}, written by a newer BookRecs; this one knows formats up to {SqliteSchema.Version}. " +
                "It was left untouched. Use the newer program, or name another file.");
        }

        return version;
    }

    private static void Prepare(SqliteDatabase database, string fullPath, ILogger logger)
    {
        var version = CheckFormat(database, fullPath);
        using (var mode = database.Prepare("PRAGMA journal_mode = WAL"))
        {
            if (!mode.Step() || mode.Text(0) != "wal")
            {
                throw new StorageException(
                    $"{fullPath} cannot use a write-ahead log: its file system has no shared memory. Put it on a local disk.");
            }
        }

        database.Execute("PRAGMA synchronous = FULL");
        for (var step = version; step < SqliteSchema.Version; step++)
        {
            database.Execute("BEGIN IMMEDIATE");
            database.Execute(SqliteSchema.Migrations[step]);
            database.Execute($"PRAGMA user_version = {step + 1}");
            database.Execute("COMMIT");
        }

        if (version > 0 && version < SqliteSchema.Version)
            StorageLog.Upgraded(logger, fullPath, version, SqliteSchema.Version);
        if (database.Scalar("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name IN ('act_user', 'act_item')") < 2)
        {
            StorageLog.RebuildingIndexes(logger, fullPath);
            database.Execute(SqliteSchema.CreateUserIndex);
            database.Execute(SqliteSchema.CreateItemIndex);
        }
    }

    private static T Guard<T>(string fullPath, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (SqliteErrorException error)
        {
            throw new StorageException(
                error.PrimaryCode switch
                {
                    raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT =>
                        $"{fullPath} is damaged or not a SQLite file ({error.Message}). Restore it from a copy, or name another file.",
                    raw.SQLITE_BUSY =>
                        $"{fullPath} is locked by another program. Close that program first, or name another file.",
                    raw.SQLITE_FULL => $"{fullPath} cannot be written: the disk is full.",
                    raw.SQLITE_READONLY =>
                        $"{fullPath} cannot be opened: the file or its folder is read-only, and reading needs a write-ahead log beside it too. " +
                        "Allow writing to both, or name a copy.",
                    _ => $"{fullPath} cannot be opened: {error.Message} (SQLite error {error.Code}).",
                },
                error);
        }
    }
}
