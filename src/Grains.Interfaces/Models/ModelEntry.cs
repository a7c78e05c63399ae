using System.Collections.Immutable;

namespace BookRecs.Grains.Interfaces.Models;

/// <summary>One trained model.</summary>
/// <param name="Version">The name of its folder.</param>
/// <param name="TrainedAt">When its training ended.</param>
/// <param name="Status">Its part now.</param>
/// <param name="Decision">What the gate said, for people.</param>
/// <param name="Metrics">Its holdout metrics by name, such as "overall.ndcg@10"; empty when the data was too small to hold any out.</param>
/// <param name="Users">Users in the training data.</param>
/// <param name="Items">Items it can recommend.</param>
/// <param name="Interactions">Interactions in the training data.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.model_entry")]
public sealed record ModelEntry(
    [property: Id(0)] string Version,
    [property: Id(1)] DateTimeOffset TrainedAt,
    [property: Id(2)] ModelStatus Status,
    [property: Id(3)] string Decision,
    [property: Id(4)] ImmutableDictionary<string, double> Metrics,
    [property: Id(5)] long Users,
    [property: Id(6)] long Items,
    [property: Id(7)] long Interactions);
