namespace BookRecs.Client;

/// <summary>Whether the service can answer.</summary>
/// <param name="Status">ready, degraded or not_ready.</param>
/// <param name="Checks">The conditions.</param>
public sealed record Readiness(string Status, IReadOnlyList<ReadinessCheck> Checks)
{
    /// <summary>Whether the service can answer.</summary>
    public bool IsReady => Status is "ready" or "degraded";
}
