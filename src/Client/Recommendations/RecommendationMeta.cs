namespace BookRecs.Client.Recommendations;

/// <summary>How a list was made.</summary>
/// <param name="RequestId">The request id.</param>
/// <param name="ModelVersion">The model that ranked, or null when none was loaded.</param>
/// <param name="Variant">The experiment variant, or null.</param>
/// <param name="Fallback">True when this is the popular list instead of a personal one.</param>
/// <param name="FallbackReason">unknown_user, no_known_items, no_model, deadline or unavailable; null for a personal list.</param>
/// <param name="TookMs">Milliseconds that the service needed.</param>
public sealed record RecommendationMeta(
    string RequestId, string? ModelVersion, string? Variant, bool Fallback, string? FallbackReason, double TookMs);
