using BookRecs.Silo.Settings;
using BookRecs.Storage;
using BookRecs.Storage.Postgres;

namespace BookRecs.Silo.Runtime;

/// <summary>The database in which silos find each other: the shop's own.</summary>
internal static class ClusterDatabase
{
    /// <summary>Orleans' name of the driver.</summary>
    public const string Invariant = "Npgsql";

    // Orleans asks a few rows every second; a silo that waits longer for them is as good as dead.
    private const int MaxConnections = 8;
    private const int TimeoutSeconds = 5;

    /// <summary>The connection string for Orleans; null on SQLite, where a process is alone.</summary>
    /// <exception cref="SettingsException">The role needs a database that processes can share, or a storage setting breaks its rule.</exception>
    public static string? Find(IConfiguration configuration, SiloRoleOptions role)
    {
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        var checkedStorage = new StorageOptionsValidator().Validate(null, storage);
        if (checkedStorage.Failed)
            throw new SettingsException(checkedStorage.Failures);
        if (storage.Provider == StorageOptions.PostgreSql)
            return ForOrleans(storage.Postgres.ConnectionString);
        return role.Role == SiloRoleOptions.All
            ? null
            : throw new SettingsException(
            [
                $"{StorageOptions.Section}:Provider is '{storage.Provider}'; it must be '{StorageOptions.PostgreSql}' " +
                $"with {SiloRoleOptions.Section}:Role '{role.Role}', as several processes share it",
            ]);
    }

    private static string ForOrleans(string address)
    {
        var builder = PostgresAddress.Parse(address);
        builder.SearchPath = "bookrecs";
        builder.ApplicationName = "bookrecs-cluster";
        builder.MaxPoolSize = MaxConnections;
        builder.Timeout = TimeoutSeconds;
        builder.CommandTimeout = TimeoutSeconds;
        return builder.ConnectionString;
    }
}
