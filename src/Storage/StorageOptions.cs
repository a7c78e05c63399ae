using BookRecs.Storage.Postgres;

namespace BookRecs.Storage;

/// <summary>Where and how the shop is stored: the section <c>BookRecs:Storage</c>. Defaults live here alone.</summary>
public sealed class StorageOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "BookRecs:Storage";

    /// <summary>The provider that keeps the shop in one file.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>The provider that keeps the shop in a database of a PostgreSQL server.</summary>
    public const string PostgreSql = "postgres";

    /// <summary>The kind of store: "sqlite" or "postgres". Default "sqlite".</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>The shop file; a relative path counts from the working directory. Default "data/shop.db"; not empty.</summary>
    public string Path { get; set; } = "data/shop.db";

    /// <summary>How many acts may wait for their commit; further ones are refused. Default 100,000 acts; 1,000 to 10,000,000.</summary>
    public int AppendQueueLimit { get; set; } = 100_000;

    /// <summary>How many acts share a commit at most. Default 20,000 acts; 1 to 100,000.</summary>
    public int CommitBatchLimit { get; set; } = 20_000;

    /// <summary>How many reads run at once. Default 4 connections of up to 8 MiB each; 1 to 64.</summary>
    public int ReadConnections { get; set; } = 4;

    /// <summary>The page cache of the writer while it serves. Default 64 MiB; 1 to 4,096.</summary>
    public int CacheMegabytes { get; set; } = 64;

    /// <summary>How many imported acts are written in one transaction. Default 500,000 acts of 32 bytes; 1 to 10,000,000.</summary>
    public int ImportBatchRows { get; set; } = 500_000;

    /// <summary>The server, when the provider is "postgres".</summary>
    public PostgresOptions Postgres { get; set; } = new();

    /// <summary>True when the shop is in a PostgreSQL database.</summary>
    internal bool UsesPostgres => Provider == PostgreSql;
}
