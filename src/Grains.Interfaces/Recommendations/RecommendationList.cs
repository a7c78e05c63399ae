using System.Collections.Immutable;

namespace BookRecs.Grains.Interfaces.Recommendations;

/// <summary>A ranked list for a user. The same instance is returned until the answer changes, so a caller may cache what it derives from it.</summary>
/// <param name="Items">The items, best first.</param>
/// <param name="ModelVersion">The model that ranked them, or null when none was loaded.</param>
/// <param name="FallbackReason">Null for a personal list; otherwise why this is the popular list.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.recommendation_list")]
public sealed record RecommendationList(
    [property: Id(0)] ImmutableArray<RecommendedItem> Items,
    [property: Id(1)] string? ModelVersion,
    [property: Id(2)] FallbackReason? FallbackReason);
