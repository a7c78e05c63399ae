using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Where grains keep state. Safe for any number of calls at once.</summary>
public interface IGrainStorage
{
    /// <summary>
    /// Fills the holder. When there is no record, the storage sets a new instance as state, a null ETag and <c>RecordExists</c> to false.
    /// </summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    /// <param name="stateName">The name of the state within the grain.</param>
    /// <param name="grainId">The grain.</param>
    /// <param name="grainState">The holder.</param>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Writes the state when the record's version is still the holder's ETag, and sets the new one.</summary>
    /// <inheritdoc cref="ReadStateAsync{T}(string, GrainId, IGrainState{T})"/>
    /// <exception cref="InconsistentStateException">The record's version is another.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>
    /// Removes the record when its version is still the holder's ETag, and sets a new instance as state, as when there is no record.
    /// </summary>
    /// <inheritdoc cref="ReadStateAsync{T}(string, GrainId, IGrainState{T})"/>
    /// <exception cref="InconsistentStateException">The record's version is another.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Fills the holder; the wait can be stopped.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    /// <param name="stateName">The name of the state within the grain.</param>
    /// <param name="grainId">The grain.</param>
    /// <param name="grainState">The holder.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ReadStateAsync(stateName, grainId, grainState);

    /// <summary>Writes the state; the wait can be stopped.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    /// <param name="stateName">The name of the state within the grain.</param>
    /// <param name="grainId">The grain.</param>
    /// <param name="grainState">The holder.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        WriteStateAsync(stateName, grainId, grainState);

    /// <summary>Removes the record; the wait can be stopped.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    /// <param name="stateName">The name of the state within the grain.</param>
    /// <param name="grainId">The grain.</param>
    /// <param name="grainState">The holder.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ClearStateAsync(stateName, grainId, grainState);
}
