namespace BookRecs.Client.Recommendations;

/// <summary>A ranked list with reasons.</summary>
/// <param name="Items">The items, best first.</param>
/// <param name="Meta">How the list was made.</param>
public sealed record RecommendationList(IReadOnlyList<RecommendedItem> Items, RecommendationMeta Meta);
