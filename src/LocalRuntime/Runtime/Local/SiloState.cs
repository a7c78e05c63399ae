namespace Orleans.Runtime.Local;

/// <summary>The life of a silo, in order.</summary>
internal enum SiloState
{
    /// <summary>References can be made, calls cannot.</summary>
    Created,

    /// <summary>Calls are taken.</summary>
    Running,

    /// <summary>Only grains may call, to finish what they began.</summary>
    Stopping,

    /// <summary>No call is taken.</summary>
    Stopped,
}
