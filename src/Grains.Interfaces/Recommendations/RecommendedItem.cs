using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Books;

namespace BookRecs.Grains.Interfaces.Recommendations;

/// <summary>One place of a ranked list.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Score">Higher is better; comparable within one list only.</param>
/// <param name="Source">The candidate source that weighed most, such as "item_to_item".</param>
/// <param name="Reasons">Why it is here, the strongest first; never empty.</param>
/// <param name="Book">What a page shows.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.recommended_item")]
public sealed record RecommendedItem(
    [property: Id(0)] string ItemId,
    [property: Id(1)] float Score,
    [property: Id(2)] string Source,
    [property: Id(3)] ImmutableArray<Reason> Reasons,
    [property: Id(4)] BookCard Book);
