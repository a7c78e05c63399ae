using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>A query that a final ranker did not learn from: where its rows are, which are relevant and which cold.</summary>
internal sealed class HeldOutQuery
{
    private readonly int _firstRow;
    private readonly bool[] _isCold;
    private readonly float[][] _relevance;
    private readonly double[][] _sources;

    /// <param name="firstRow">The place of its first row among all rows.</param>
    /// <param name="isRelevant">Which of its rows are relevant.</param>
    /// <param name="isCold">Which are of cold items.</param>
    /// <param name="sources">The scores of each row by each source, source by source.</param>
    /// <param name="places">How many places count.</param>
    public HeldOutQuery(int firstRow, bool[] isRelevant, bool[] isCold, IReadOnlyList<float[]> sources, int places)
    {
        (_firstRow, _isCold) = (firstRow, isCold);
        _relevance = Array.ConvertAll(Enum.GetValues<QuerySlice>(), slice => Relevance(slice, isRelevant, isCold));
        _sources = Array.ConvertAll(
            Enum.GetValues<QuerySlice>(), slice => sources.Select(scores => RankingMetrics.NdcgOfQuery(scores, _relevance[(int)slice], places)).ToArray());
    }

    /// <summary>Whether the slice has a relevant row.</summary>
    public bool Has(QuerySlice slice) => _relevance[(int)slice].AsSpan().Contains(1f);

    /// <summary>The NDCG of a source alone; only where the slice has a relevant row.</summary>
    public double NdcgOf(int source, QuerySlice slice) => _sources[(int)slice][source];

    /// <summary>The NDCG of each slice by final scores, where cold items are raised; −1 where the slice has no relevant row.</summary>
    /// <param name="allScores">The scores of all rows, those of other queries among them.</param>
    /// <param name="boost">What is added to the scores of cold items.</param>
    /// <param name="places">How many places count.</param>
    public double[] Ndcg(float[] allScores, float boost, int places)
    {
        var scores = allScores.AsSpan(_firstRow, _isCold.Length).ToArray();
        for (var row = 0; row < scores.Length; row++)
            scores[row] += _isCold[row] ? boost : 0f;
        return Array.ConvertAll(_relevance, relevance => RankingMetrics.NdcgOfQuery(scores, relevance, places));
    }

    private static float[] Relevance(QuerySlice slice, bool[] isRelevant, bool[] isCold)
    {
        var relevance = new float[isRelevant.Length];
        for (var row = 0; row < relevance.Length; row++)
            relevance[row] = isRelevant[row] && (slice == QuerySlice.Overall || isCold[row] == (slice == QuerySlice.Cold)) ? 1f : 0f;
        return relevance;
    }
}
