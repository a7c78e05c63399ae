namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Some queries of a data set.</summary>
/// <param name="Data">All queries.</param>
/// <param name="Groups">The queries meant, rising.</param>
internal sealed record BoostingQueries(BinnedDataSet Data, int[] Groups)
{
    /// <summary>All queries of a data set.</summary>
    public static BoostingQueries All(BinnedDataSet data) => new(data, [.. Enumerable.Range(0, data.Queries.GroupCount)]);

    /// <summary>The rows of the queries.</summary>
    public RowRanges Rows()
    {
        var rows = new RowRanges();
        foreach (var group in Groups)
            rows.Add(Data.Queries.GroupStarts[group], Data.Queries.GroupStarts[group + 1]);
        return rows;
    }
}
