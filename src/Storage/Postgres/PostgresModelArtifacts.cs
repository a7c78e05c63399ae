using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace BookRecs.Storage.Postgres;

/// <summary>
/// Model folders as rows: each file in chunks of 1 MiB, with a SHA-256 of every chunk and of the whole. A version is there with all its
/// chunks or not at all.
/// </summary>
internal sealed class PostgresModelArtifacts(PostgresSource source)
{
    /// <summary>Lies in a folder that was fetched, so that it may be deleted once the database has forgotten the version.</summary>
    public const string Marker = "fetched";

    private const int ChunkBytes = 1 << 20;
    private const string TemporaryPrefix = ".fetch-";
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>The versions that the database holds.</summary>
    public IReadOnlyList<string> ListVersions() => Run(static connection =>
    {
        using var command = new NpgsqlCommand("SELECT version FROM bookrecs.models ORDER BY version", connection);
        using var rows = command.ExecuteReader();
        var versions = new List<string>();
        while (rows.Read())
            versions.Add(rows.GetString(0));
        return versions;
    });

    /// <summary>Stores a folder, unless the database holds the version already.</summary>
    /// <returns>True when it was stored now.</returns>
    public bool Store(string version, string folder) => Run(connection =>
    {
        using var transaction = connection.BeginTransaction();
        if (Execute(connection, "INSERT INTO bookrecs.models (version) VALUES ($1) ON CONFLICT DO NOTHING", version) == 0)
            return false;
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(path) != Marker)
                StoreFile(connection, version, path);
        }

        transaction.Commit();
        return true;
    });

    /// <summary>Writes a version that the database holds into a models folder, in place of a damaged copy.</summary>
    /// <param name="version">The version.</param>
    /// <param name="modelsPath">The folder of all models.</param>
    /// <param name="target">The version's folder in it.</param>
    /// <returns>False when the database does not hold it; the folder is then left as it is.</returns>
    /// <exception cref="InvalidDataException">A chunk or a file differs from its checksum.</exception>
    public bool Fetch(string version, string modelsPath, string target)
    {
        Directory.CreateDirectory(modelsPath);
        DeleteAbandoned(modelsPath);
        var staged = Path.Combine(modelsPath, TemporaryPrefix + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(staged);
        try
        {
            if (!Run(connection => TryWrite(connection, version, staged)))
                return false;
            File.WriteAllText(Path.Combine(staged, Marker), "");
            if (Directory.Exists(target))
                Directory.Move(target, Path.Combine(modelsPath, TemporaryPrefix + Guid.NewGuid().ToString("N")));
            Directory.Move(staged, target);
            return true;
        }
        finally
        {
            if (Directory.Exists(staged))
                Directory.Delete(staged, recursive: true);
        }
    }

    /// <summary>Forgets versions.</summary>
    /// <returns>How many there were.</returns>
    public int Delete(IReadOnlyCollection<string> versions) => Run(connection =>
    {
        using var command = new NpgsqlCommand("DELETE FROM bookrecs.models WHERE version = ANY ($1)", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. versions] });
        return command.ExecuteNonQuery();
    });

    private static void StoreFile(NpgsqlConnection connection, string version, string path)
    {
        var name = Path.GetFileName(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
        var hash = SHA256.HashData(stream);
        Execute(
            connection, "INSERT INTO bookrecs.model_files (version, name, bytes, sha256) VALUES ($1, $2, $3, $4)", version, name, stream.Length, hash);
        stream.Position = 0;
        using var chunks = connection.BeginBinaryImport(
            "COPY bookrecs.model_chunks (version, name, number, sha256, content) FROM STDIN (FORMAT binary)");
        chunks.Timeout = TimeSpan.FromMinutes(10);
        var buffer = new byte[ChunkBytes];
        for (var number = 0; ; number++)
        {
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length == 0)
                break;
            chunks.StartRow();
            chunks.Write(version, NpgsqlDbType.Text);
            chunks.Write(name, NpgsqlDbType.Text);
            chunks.Write(number, NpgsqlDbType.Integer);
            chunks.Write(SHA256.HashData(buffer.AsSpan(0, length)), NpgsqlDbType.Bytea);
            chunks.Write(new ReadOnlyMemory<byte>(buffer, 0, length), NpgsqlDbType.Bytea);
        }

        chunks.Complete();
    }

    private static bool TryWrite(NpgsqlConnection connection, string version, string folder)
    {
        using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        var files = new List<(string Name, long Bytes, byte[] Hash)>();
        using (var command = new NpgsqlCommand("SELECT name, bytes, sha256 FROM bookrecs.model_files WHERE version = $1 ORDER BY name", connection))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = version });
            using var rows = command.ExecuteReader();
            while (rows.Read())
                files.Add((rows.GetString(0), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2)));
        }

        foreach (var (name, bytes, hash) in files)
            WriteFile(connection, version, Path.Combine(folder, Path.GetFileName(name)), name, bytes, hash);
        return files.Count > 0;
    }

    private static void WriteFile(NpgsqlConnection connection, string version, string path, string name, long bytes, byte[] hash)
    {
        using var command = new NpgsqlCommand(
            "SELECT number, sha256, content FROM bookrecs.model_chunks WHERE version = $1 AND name = $2 ORDER BY number", connection)
        {
            CommandTimeout = 0,
        };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = version });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        using var rows = command.ExecuteReader(System.Data.CommandBehavior.SequentialAccess);
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var number = 0; rows.Read(); number++)
        {
            var found = rows.GetInt32(0);
            var expected = rows.GetFieldValue<byte[]>(1);
            var content = rows.GetFieldValue<byte[]>(2);
            if (found != number || !SHA256.HashData(content).AsSpan().SequenceEqual(expected))
                throw new InvalidDataException($"model '{version}' in the database is damaged: chunk {number} of {name} differs from its checksum");
            stream.Write(content);
            whole.AppendData(content);
        }

        stream.Flush(flushToDisk: true);
        if (stream.Length != bytes || !whole.GetHashAndReset().AsSpan().SequenceEqual(hash))
            throw new InvalidDataException($"model '{version}' in the database is damaged: {name} differs from its checksum");
    }

    private static void DeleteAbandoned(string modelsPath)
    {
        foreach (var folder in Directory.EnumerateDirectories(modelsPath, TemporaryPrefix + "*"))
        {
            if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > Abandoned)
                Directory.Delete(folder, recursive: true);
        }
    }

    private static int Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command.ExecuteNonQuery();
    }

    private T Run<T>(Func<NpgsqlConnection, T> work) => source.Translate(() => source.Retry.Execute(() =>
    {
        using var connection = source.Open();
        return work(connection);
    }));
}
