namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Normalised discounted cumulative gain of scored rows (Järvelin and Kekäläinen, TOIS 2002), with gains of 2^label − 1 (Burges et al.,
/// ICML 2005). With labels of 0 and 1 it is what <see cref="Evaluation.Metrics"/> computes of lists.
/// </summary>
public static class RankingMetrics
{
    private const int GroupsPerPiece = 64;

    /// <summary>The mean NDCG of the queries that have a relevant row.</summary>
    /// <param name="data">Queries and labels.</param>
    /// <param name="scores">
    /// One a row, higher is better. Of equal scores the less relevant row comes first: a model that says nothing earns nothing.
    /// </param>
    /// <param name="k">How many places count, at least 1.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <returns>0 to 1, and 0 when no query has a relevant row.</returns>
    public static double Ndcg(RankingDataSet data, ReadOnlyMemory<float> scores, int k, int threads = 1) =>
        MeanOf(NdcgOfQueries(data, scores, k, threads));

    /// <summary>The NDCG of each query.</summary>
    /// <param name="data">Queries and labels.</param>
    /// <param name="scores">One a row, as for the mean.</param>
    /// <param name="k">How many places count, at least 1.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <returns>0 to 1 for each query, and −1 for one without a relevant row.</returns>
    internal static double[] NdcgOfQueries(RankingDataSet data, ReadOnlyMemory<float> scores, int k, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (scores.Length != data.RowCount)
            throw new ArgumentException($"scores has {scores.Length} values, but must have {data.RowCount}", nameof(scores));
        return NdcgOfQueries(data.Queries, [.. Enumerable.Range(0, data.GroupCount)], scores, k, new WorkTeam(threads, CancellationToken.None));
    }

    /// <summary>What a hit at a place counts; the first place is 0.</summary>
    internal static double DiscountOf(int place) => 1 / Math.Log2(place + 2);

    /// <summary>What a label counts: 2^label − 1.</summary>
    internal static float GainOf(float label) => label == 1f ? 1f : MathF.Pow(2f, label) - 1f;

    /// <summary>The mean NDCG of those of some queries that have a relevant row.</summary>
    internal static double Ndcg(RankingQueries data, int[] groups, ReadOnlyMemory<float> scores, int k, WorkTeam team) =>
        MeanOf(NdcgOfQueries(data, groups, scores, k, team));

    /// <summary>The NDCG of one query, −1 when it has no relevant row.</summary>
    internal static double NdcgOfQuery(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, int k) =>
        Ndcg(scores, labels, IdealOf(labels, k), new int[k]);

    private static double[] NdcgOfQueries(RankingQueries data, int[] groups, ReadOnlyMemory<float> scores, int k, WorkTeam team)
    {
        var values = new double[groups.Length];
        team.Run((groups.Length + GroupsPerPiece - 1) / GroupsPerPiece, piece =>
        {
            var last = Math.Min((piece + 1) * GroupsPerPiece, groups.Length);
            var top = new int[k];
            for (var place = piece * GroupsPerPiece; place < last; place++)
            {
                var (first, end) = (data.GroupStarts[groups[place]], data.GroupStarts[groups[place] + 1]);
                var labels = data.Labels[first..end];
                values[place] = Ndcg(scores.Span[first..end], labels, IdealOf(labels, k), top);
            }
        });
        return values;
    }

    private static double MeanOf(double[] values)
    {
        var (sum, count) = (0d, 0);
        foreach (var value in values)
        {
            if (value < 0)
                continue;
            sum += value;
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }

    /// <summary>The DCG@k of the best order.</summary>
    internal static double IdealOf(ReadOnlySpan<float> labels, int k)
    {
        Span<int> relevant = stackalloc int[Math.Min(k, 1_024)];
        if (k > relevant.Length)
            relevant = new int[k];
        var count = TopPlaces.Find(labels, relevant[..k]);
        var ideal = 0d;
        for (var place = 0; place < count; place++)
            ideal += GainOf(labels[relevant[place]]) * DiscountOf(place);
        return ideal;
    }

    private static double Ndcg(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, double ideal, Span<int> top)
    {
        if (ideal <= 0)
            return -1;
        var count = 0;
        for (var row = 0; row < scores.Length; row++)
        {
            if (count == top.Length && !Precedes(row, top[count - 1], scores, labels))
                continue;
            var place = count < top.Length ? count++ : count - 1;
            for (; place > 0 && Precedes(row, top[place - 1], scores, labels); place--)
                top[place] = top[place - 1];
            top[place] = row;
        }

        var gain = 0d;
        for (var place = 0; place < count; place++)
            gain += GainOf(labels[top[place]]) * DiscountOf(place);
        return gain / ideal;
    }

    private static bool Precedes(int row, int other, ReadOnlySpan<float> scores, ReadOnlySpan<float> labels) =>
        scores[row] > scores[other] || (scores[row] == scores[other] && labels[row] < labels[other]);
}
