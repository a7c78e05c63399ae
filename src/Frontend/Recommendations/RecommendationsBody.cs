using System.ComponentModel;

namespace BookRecs.Frontend.Recommendations;

[Description("A ranked list with reasons.")]
internal sealed record RecommendationsBody(
    [property: Description("The items, best first; fewer than asked for when there are no more.")] IReadOnlyList<RecommendedItemBody> Items,
    [property: Description("How the list was made.")] RecommendationMeta Meta);
