using System.ComponentModel;

namespace BookRecs.Frontend.Health;

[Description("The service can answer.")]
internal sealed record ReadinessBody(
    [property: Description("ready or degraded.")] ReadinessState Status,
    [property: Description("The conditions, by name.")] IReadOnlyList<ReadinessCheck> Checks);
