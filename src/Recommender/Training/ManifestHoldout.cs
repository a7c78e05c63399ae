using System.Collections.Immutable;

namespace BookRecs.Recommender.Training;

/// <summary>How a model fared on interactions held out from an inner training.</summary>
/// <param name="SplitBy">"time" (the latest interactions are held out) or "user" (a random part of each user's).</param>
/// <param name="TestInteractions">How many interactions were held out.</param>
/// <param name="TestUsers">How many users were tested.</param>
/// <param name="Metrics">
/// By source, "served" for the lists that readers would be shown, then by slice (overall, warm, cold) and metric:
/// <c>Metrics["blend"]["overall.ndcg@10"]</c>.
/// </param>
public sealed record ManifestHoldout(
    string SplitBy,
    long TestInteractions,
    int TestUsers,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, double>> Metrics);
