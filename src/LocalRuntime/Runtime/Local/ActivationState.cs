namespace Orleans.Runtime.Local;

/// <summary>The life of an activation, in order.</summary>
internal enum ActivationState : byte
{
    /// <summary>Calls wait until the grain is ready.</summary>
    Activating,

    /// <summary>Calls run.</summary>
    Active,

    /// <summary>Calls wait for the next activation.</summary>
    Deactivating,

    /// <summary>Calls are turned away.</summary>
    Ended,
}
