namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Which rows are of one query (one user's candidates), and how relevant each is; whatever is known of the rows themselves.
/// </summary>
internal sealed class RankingQueries(int[] groupStarts, float[] labels, float[] weights)
{
    /// <summary>All rows.</summary>
    public int RowCount => labels.Length;

    /// <summary>Queries.</summary>
    public int GroupCount => groupStarts.Length - 1;

    /// <summary>Where each query begins, and last the number of rows.</summary>
    public ReadOnlySpan<int> GroupStarts => groupStarts;

    /// <summary>How relevant each row is: 0 is not, 1 is, more is more.</summary>
    public ReadOnlySpan<float> Labels => labels;

    /// <summary>How much each row counts, or empty when each counts 1.</summary>
    public ReadOnlySpan<float> Weights => weights;
}
