using BookRecs.Storage.Postgres;
using Microsoft.Extensions.Options;

namespace BookRecs.Storage;

/// <summary>Stops the start on a setting that cannot work, naming the setting, its value and the rule.</summary>
public sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    private const string AddressRule = "such as Host=db;Username=bookrecs_service;Database=bookrecs or postgresql://bookrecs_service@db/bookrecs";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        if (options.Provider is not (StorageOptions.Sqlite or StorageOptions.PostgreSql))
        {
            failures.Add(
                $"{StorageOptions.Section}:Provider is '{options.Provider}'; it must be '{StorageOptions.Sqlite}' or '{StorageOptions.PostgreSql}'.");
        }

        if (string.IsNullOrWhiteSpace(options.Path))
            failures.Add($"{StorageOptions.Section}:Path is empty; it must name a file.");
        CheckRange(nameof(options.AppendQueueLimit), options.AppendQueueLimit, 1_000, 10_000_000);
        CheckRange(nameof(options.CommitBatchLimit), options.CommitBatchLimit, 1, 100_000);
        CheckRange(nameof(options.ReadConnections), options.ReadConnections, 1, 64);
        CheckRange(nameof(options.CacheMegabytes), options.CacheMegabytes, 1, 4_096);
        CheckRange(nameof(options.ImportBatchRows), options.ImportBatchRows, 1, 10_000_000);
        var postgres = options.Postgres;
        CheckRange($"Postgres:{nameof(postgres.PoolSize)}", postgres.PoolSize, 2, 1_000);
        CheckRange($"Postgres:{nameof(postgres.CommandTimeoutSeconds)}", postgres.CommandTimeoutSeconds, 1, 3_600);
        CheckRange($"Postgres:{nameof(postgres.StartWaitSeconds)}", postgres.StartWaitSeconds, 0, 3_600);
        CheckRange($"Postgres:{nameof(postgres.Retries)}", postgres.Retries, 0, 20);
        CheckRange($"Postgres:{nameof(postgres.RetryDelayMilliseconds)}", postgres.RetryDelayMilliseconds, 1, 10_000);
        if (postgres.RetentionMonths is { } months)
            CheckRange($"Postgres:{nameof(postgres.RetentionMonths)}", months, 0, 1_200);
        if (postgres.Models is not (PostgresOptions.ModelsInDatabase or PostgresOptions.ModelsInFolder))
        {
            failures.Add(
                $"{PostgresOptions.Section}:Models is '{postgres.Models}'; it must be '{PostgresOptions.ModelsInDatabase}' or " +
                $"'{PostgresOptions.ModelsInFolder}'.");
        }

        if (options.UsesPostgres && postgres.ConnectionString.Length == 0)
        {
            failures.Add(
                $"{PostgresOptions.Section}:ConnectionString is empty; with {StorageOptions.Section}:Provider '{StorageOptions.PostgreSql}' " +
                $"it must name a database, {AddressRule}.");
        }

        CheckAddress(nameof(postgres.ConnectionString), postgres.ConnectionString);
        CheckAddress(nameof(postgres.MigrationConnectionString), postgres.MigrationConnectionString);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckRange(string setting, int value, int lowest, int highest)
        {
            if (value < lowest || value > highest)
                failures.Add($"{StorageOptions.Section}:{setting} is {value}; it must be from {lowest} to {highest}.");
        }

        // The value is a secret: it is never repeated.
        void CheckAddress(string setting, string value)
        {
            if (value.Length == 0)
                return;
            try
            {
                PostgresAddress.Parse(value);
            }
            catch (FormatException error)
            {
                failures.Add($"{PostgresOptions.Section}:{setting} cannot be used: {error.Message}; it must be {AddressRule}.");
            }
        }
    }
}
