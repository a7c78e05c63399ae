using Microsoft.Extensions.Options;

namespace BookRecs.Storage;

/// <summary>Stops the start on a setting that cannot work, naming the setting, its value and the rule.</summary>
public sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        if (options.Provider != "sqlite")
            failures.Add($"{StorageOptions.Section}:Provider is '{options.Provider}'; it must be 'sqlite'.");
        if (string.IsNullOrWhiteSpace(options.Path))
            failures.Add($"{StorageOptions.Section}:Path is empty; it must name a file.");
        CheckRange(nameof(options.AppendQueueLimit), options.AppendQueueLimit, 1_000, 10_000_000);
        CheckRange(nameof(options.CommitBatchLimit), options.CommitBatchLimit, 1, 100_000);
        CheckRange(nameof(options.ReadConnections), options.ReadConnections, 1, 64);
        CheckRange(nameof(options.CacheMegabytes), options.CacheMegabytes, 1, 4_096);
        CheckRange(nameof(options.ImportBatchRows), options.ImportBatchRows, 1, 10_000_000);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckRange(string setting, int value, int lowest, int highest)
        {
            if (value < lowest || value > highest)
                failures.Add($"{StorageOptions.Section}:{setting} is {value}; it must be from {lowest} to {highest}.");
        }
    }
}
