using System.ComponentModel;

namespace BookRecs.Frontend.Health;

[Description("One condition of readiness.")]
internal sealed record ReadinessCheck(
    [property: Description("What was checked, such as model or storage.")] string Name,
    [property: Description("Whether it holds.")] ReadinessState State,
    [property: Description("Why it does not hold, or what is worth knowing; null otherwise.")] string? Reason);
