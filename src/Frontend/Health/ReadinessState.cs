namespace BookRecs.Frontend.Health;

/// <summary>Whether a condition of readiness holds.</summary>
internal enum ReadinessState
{
    /// <summary>It holds.</summary>
    Ready,

    /// <summary>It holds, with something to look at.</summary>
    Degraded,

    /// <summary>It does not hold.</summary>
    NotReady,
}
