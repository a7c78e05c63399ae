namespace BookRecs.Grains.Models;

/// <summary>What a silo makes lists from: a list made from another state is out of date.</summary>
/// <param name="ModelVersion">The model, or null when none is loaded.</param>
/// <param name="CatalogueRevision">The revision of the catalogue; what came later may be there as well.</param>
public readonly record struct ServingState(string? ModelVersion, long CatalogueRevision);
