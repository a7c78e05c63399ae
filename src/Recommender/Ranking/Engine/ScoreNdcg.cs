using System.Collections.Immutable;
using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>What each score is worth alone: the mean NDCG of queries that are ordered by it.</summary>
/// <param name="names">The scores, which are the first features of a row.</param>
/// <param name="places">How many places count.</param>
internal sealed class ScoreNdcg(IReadOnlyList<string> names, int places)
{
    private readonly double[] _sums = new double[names.Count];
    private int _queries;

    /// <summary>Adds a query that has a relevant row.</summary>
    /// <param name="rows">Features row by row.</param>
    /// <param name="labels">How relevant each row is.</param>
    public void Add(ReadOnlySpan<float> rows, ReadOnlySpan<float> labels)
    {
        var width = rows.Length / labels.Length;
        var scores = new float[labels.Length];
        for (var score = 0; score < _sums.Length; score++)
        {
            for (var row = 0; row < scores.Length; row++)
                scores[row] = rows[(row * width) + score];
            _sums[score] += RankingMetrics.NdcgOfQuery(scores, labels, places);
        }

        _queries++;
    }

    /// <summary>The means by the names of the scores; 0 without queries.</summary>
    public ImmutableSortedDictionary<string, double> Means() => Enumerable.Range(0, _sums.Length)
        .ToImmutableSortedDictionary(score => names[score], score => _sums[score] / Math.Max(1, _queries), StringComparer.Ordinal);
}
