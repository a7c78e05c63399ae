namespace Orleans.Core;

/// <summary>Stored state of a grain.</summary>
public interface IStorage
{
    /// <summary>The version of the record that was last read or written; null when there is none.</summary>
    string? Etag { get; }

    /// <summary>True when the last read or write left a record.</summary>
    bool RecordExists { get; }

    /// <summary>Removes the record and sets the state to a new instance.</summary>
    /// <exception cref="Storage.InconsistentStateException">The record changed since it was read.</exception>
    Task ClearStateAsync();

    /// <summary>Writes the state.</summary>
    /// <exception cref="Storage.InconsistentStateException">The record changed since it was read.</exception>
    Task WriteStateAsync();

    /// <summary>Replaces the state by the stored one.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
