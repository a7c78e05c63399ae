namespace BookRecs.Client;

/// <summary>One condition of readiness.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="State">ready, degraded or not_ready.</param>
/// <param name="Reason">Why it does not hold, or null.</param>
public sealed record ReadinessCheck(string Name, string State, string? Reason);
