using System.ComponentModel;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Frontend.Recommendations;

[Description("How a list was made.")]
internal sealed record RecommendationMeta(
    [property: Description("The request id, as in the X-Request-Id header.")] string RequestId,
    [property: Description("The model that ranked; null when none was loaded.")] string? ModelVersion,
    [property: Description("The experiment variant; null outside an experiment.")] string? Variant,
    [property: Description("True when this is the popular list instead of a personal one.")] bool Fallback,
    [property: Description("Why it is the popular list; null for a personal one.")] FallbackReason? FallbackReason,
    [property: Description("Milliseconds from the routed request to the answer.")] double TookMs);
