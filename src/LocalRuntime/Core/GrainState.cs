namespace Orleans;

/// <summary>A plain holder of state and its version.</summary>
/// <typeparam name="T">The type of the state.</typeparam>
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>An empty holder.</summary>
    public GrainState()
    {
    }

    /// <summary>A holder of state that has no record yet.</summary>
    /// <param name="state">The state.</param>
    public GrainState(T? state)
        : this(state, null)
    {
    }

    /// <summary>A holder of state with the version of its record.</summary>
    /// <param name="state">The state.</param>
    /// <param name="eTag">The version of the record.</param>
    public GrainState(T? state, string? eTag)
    {
        State = state;
        ETag = eTag;
    }

    /// <inheritdoc/>
    public T? State { get; set; }

    /// <inheritdoc/>
    public string? ETag { get; set; }

    /// <inheritdoc/>
    public bool RecordExists { get; set; }
}
