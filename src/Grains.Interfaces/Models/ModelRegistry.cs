using System.Collections.Immutable;

namespace BookRecs.Grains.Interfaces.Models;

/// <summary>The registry at one moment.</summary>
/// <param name="ActiveVersion">The version that serves, or null before the first.</param>
/// <param name="Models">All models, the newest first.</param>
/// <param name="Training">The last training, or null when there was none.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.model_registry_view")]
public sealed record ModelRegistry(
    [property: Id(0)] string? ActiveVersion,
    [property: Id(1)] ImmutableArray<ModelEntry> Models,
    [property: Id(2)] TrainingStatus? Training);
