namespace Orleans;

/// <summary>State on its way between a grain and its storage.</summary>
/// <typeparam name="T">The type of the state.</typeparam>
public interface IGrainState<T>
{
    /// <summary>The state.</summary>
    T? State { get; set; }

    /// <summary>The version of the record; null when there is none.</summary>
    string? ETag { get; set; }

    /// <summary>True when there is a record.</summary>
    bool RecordExists { get; set; }
}
