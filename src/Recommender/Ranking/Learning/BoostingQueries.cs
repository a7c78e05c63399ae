namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Some queries of a data set whose values are binned already.</summary>
/// <param name="Data">All queries and their labels.</param>
/// <param name="Bins">The bins of all rows.</param>
/// <param name="Groups">The queries meant, rising.</param>
internal sealed record BoostingQueries(RankingDataSet Data, BinnedRows Bins, int[] Groups)
{
    /// <summary>All queries of a data set.</summary>
    public static BoostingQueries All(RankingDataSet data, FeatureBins cuts, bool withColumns, WorkTeam team) =>
        new(data, BinnedRows.Of(data, cuts, withColumns, team), [.. Enumerable.Range(0, data.GroupCount)]);

    /// <summary>The rows of the queries, rising.</summary>
    public int[] Rows()
    {
        var rows = new int[Groups.Sum(group => Data.GroupStarts[group + 1] - Data.GroupStarts[group])];
        var count = 0;
        foreach (var group in Groups)
        {
            for (var row = Data.GroupStarts[group]; row < Data.GroupStarts[group + 1]; row++)
                rows[count++] = row;
        }

        return rows;
    }
}
