namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Some queries of a data set whose values are binned already.</summary>
/// <param name="Data">All queries and their labels.</param>
/// <param name="Bins">The bins of all rows.</param>
/// <param name="Groups">The queries meant, rising.</param>
internal sealed record BoostingQueries(RankingDataSet Data, BinnedRows Bins, int[] Groups)
{
    /// <summary>All queries of a data set.</summary>
    public static BoostingQueries All(RankingDataSet data, FeatureBins cuts, WorkTeam team) =>
        new(data, BinnedRows.Of(data, cuts, team), [.. Enumerable.Range(0, data.GroupCount)]);

    /// <summary>The rows of the queries.</summary>
    public RowRanges Rows()
    {
        var rows = new RowRanges();
        foreach (var group in Groups)
            rows.Add(Data.GroupStarts[group], Data.GroupStarts[group + 1]);
        return rows;
    }
}
