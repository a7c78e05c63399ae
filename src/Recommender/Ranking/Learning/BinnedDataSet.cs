namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>What trees are learned from: the rows of queries with each value replaced by its bin.</summary>
/// <param name="FeatureNames">What the values of a row are called, in their order.</param>
/// <param name="Cuts">Where the bins of each feature end.</param>
/// <param name="Rows">The bins.</param>
/// <param name="Queries">The queries and their labels.</param>
internal sealed record BinnedDataSet(IReadOnlyList<string> FeatureNames, FeatureBins Cuts, BinnedRows Rows, RankingQueries Queries)
{
    /// <summary>Cuts a data set into bins.</summary>
    public static BinnedDataSet Of(RankingDataSet data, FeatureBins cuts, WorkTeam team) =>
        new(data.FeatureNames, cuts, BinnedRows.Of(data, cuts, team), data.Queries);
}
