namespace BookRecs.Recommender.Evaluation;

/// <summary>Metrics of one slice of the test items.</summary>
/// <param name="Users">Users with at least one test item of the slice; the means are over them.</param>
/// <param name="ByK">Metrics for each list length, in the order of <see cref="EvaluationOptions.Ks"/>.</param>
/// <param name="CoverageByK">Share of the catalogue that the lists hold, 0 to 1; of all test users, whatever the slice.</param>
public sealed record SliceMetrics(int Users, IReadOnlyList<ListMetrics> ByK, IReadOnlyList<double> CoverageByK);
