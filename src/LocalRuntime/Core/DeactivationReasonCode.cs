namespace Orleans;

/// <summary>The kinds of reasons for which an activation ends. Those that need a cluster never occur here.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>Not stated.</summary>
    None = 0,

    /// <summary>The process stops.</summary>
    ShuttingDown = 1,

    /// <summary>The grain could not be activated.</summary>
    ActivationFailed = 2,

    /// <summary>The grain directory failed; clusters only.</summary>
    DirectoryFailure = 3,

    /// <summary>No call came for the collection age, or others were used more recently and the number of activations is bounded.</summary>
    ActivationIdle = 4,

    /// <summary>The activation does not answer; clusters only.</summary>
    ActivationUnresponsive = 5,

    /// <summary>The grain is active elsewhere; clusters only.</summary>
    DuplicateActivation = 6,

    /// <summary>A call needs another version of the grain; clusters only.</summary>
    IncompatibleRequest = 7,

    /// <summary>A call failed in a way that makes the activation's state doubtful.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>The grain moves; clusters only.</summary>
    Migrating = 10,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested = 11,

    /// <summary>Memory is short.</summary>
    HighMemoryPressure = 12,
}
