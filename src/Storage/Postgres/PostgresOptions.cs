namespace BookRecs.Storage.Postgres;

/// <summary>The PostgreSQL server and how it is used: the section <c>BookRecs:Storage:Postgres</c>. Defaults live here alone.</summary>
public sealed class PostgresOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "BookRecs:Storage:Postgres";

    /// <summary>Models are shared through the database.</summary>
    public const string ModelsInDatabase = "database";

    /// <summary>Models are shared through a folder.</summary>
    public const string ModelsInFolder = "folder";

    /// <summary>
    /// The database: "Host=…;Username=…;Password=…;Database=…" or postgresql://user@host/database. Secret; never logged. No default;
    /// required when the provider is "postgres". Without a password in it, PGPASSWORD and PGPASSFILE count.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// The same database with the account that owns the tables, for migrations at the start. Secret; never logged. Default: the
    /// service's own account, which suffices as long as there is nothing to migrate.
    /// </summary>
    public string MigrationConnectionString { get; set; } = "";

    /// <summary>How many connections are open at most, beside the one that writes. Default 8; 2 to 1,000.</summary>
    public int PoolSize { get; set; } = 8;

    /// <summary>Seconds that a statement may take before it is given up. Default 30; 1 to 3,600. Trainings and imports are exempt.</summary>
    public int CommandTimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds that the start waits for the server. Default 30; 0 to 3,600.</summary>
    public int StartWaitSeconds { get; set; } = 30;

    /// <summary>How often a call is repeated after the connection was lost, and a write also after it took too long. Default 5; 0 to 20.</summary>
    public int Retries { get; set; } = 5;

    /// <summary>Milliseconds before the first repeat; each further wait is twice as long. Default 50; 1 to 10,000.</summary>
    public int RetryDelayMilliseconds { get; set; } = 50;

    /// <summary>
    /// Months of acts that are kept beside the current one, 0 to 1,200; 0 keeps all. Needs the account that owns the tables. Default:
    /// what the database says, which is 0 in a new one.
    /// </summary>
    public int? RetentionMonths { get; set; }

    /// <summary>
    /// Where models are shared: "database" (each silo keeps a copy in BookRecs:Models:Path) or "folder" (that path is a folder which
    /// all silos share). Default "database".
    /// </summary>
    public string Models { get; set; } = ModelsInDatabase;
}
