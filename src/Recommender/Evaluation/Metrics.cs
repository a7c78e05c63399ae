using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Evaluation;

/// <summary>
/// Scores ranked lists: normalised discounted cumulative gain (Järvelin and Kekäläinen, TOIS 2002), recall and coverage, each user
/// counting the same.
/// </summary>
public static class Metrics
{
    /// <summary>Scores the first k places of one list.</summary>
    /// <param name="list">Item indexes, best first, none twice.</param>
    /// <param name="relevant">Relevant items that the model knows, rising.</param>
    /// <param name="unknownRelevant">How many more relevant items there are that cannot be in the list.</param>
    /// <param name="k">How many places count, at least 1.</param>
    /// <exception cref="ArgumentException">There is no relevant item: such a user is left out of a mean.</exception>
    public static ListMetrics Score(ReadOnlySpan<ScoredItem> list, ReadOnlySpan<int> relevant, int unknownRelevant, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var relevantCount = relevant.Length + unknownRelevant;
        if (relevantCount == 0)
            throw new ArgumentException("a user without a relevant item has no metrics", nameof(relevant));
        var gain = 0d;
        var hits = 0;
        for (var place = 0; place < Math.Min(k, list.Length); place++)
        {
            if (relevant.BinarySearch(list[place].Item) < 0)
                continue;
            hits++;
            gain += Discount(place);
        }

        var ideal = 0d;
        var reachable = Math.Min(k, relevantCount);
        for (var place = 0; place < reachable; place++)
            ideal += Discount(place);
        return new ListMetrics(gain / ideal, (double)hits / relevantCount, (double)hits / reachable);
    }

    /// <summary>Means of the metrics over the users who have a relevant item in the slice.</summary>
    /// <param name="lists">One list a user.</param>
    /// <param name="data">Test users and what train knows of the items.</param>
    /// <param name="options">List lengths and where cold begins.</param>
    /// <param name="slice">Which test items are relevant.</param>
    internal static (int Users, ListMetrics[] ByK) Average(
        RecommendationLists lists, EvaluationData data, EvaluationOptions options, ItemSlice slice)
    {
        var sums = new ListMetrics[options.Ks.Count];
        var users = 0;
        for (var user = 0; user < data.Users.Count; user++)
        {
            var (relevant, unknown) = slice.RelevantOf(data.Users[user]);
            if (relevant.Length + unknown == 0)
                continue;
            users++;
            for (var index = 0; index < sums.Length; index++)
            {
                var (ndcg, recall, capped) = Score(lists[user], relevant, unknown, options.Ks[index]);
                var sum = sums[index];
                sums[index] = new ListMetrics(sum.Ndcg + ndcg, sum.Recall + recall, sum.RecallCapped + capped);
            }
        }

        var count = Math.Max(users, 1);
        return (users, [.. sums.Select(sum => new ListMetrics(sum.Ndcg / count, sum.Recall / count, sum.RecallCapped / count))]);
    }

    /// <summary>The share of the catalogue that the first k places of the lists hold.</summary>
    internal static double Coverage(RecommendationLists lists, EvaluationData data, int k)
    {
        var recommended = new ItemSet(data.Train.Items.Count);
        for (var user = 0; user < lists.UserCount; user++)
        {
            var list = lists[user];
            foreach (var (item, _) in list[..Math.Min(k, list.Length)])
            {
                if (data.IsCatalogued[item])
                    recommended.Add(item);
            }
        }

        return (double)recommended.Count / Math.Max(data.CatalogueSize, 1);
    }

    private static double Discount(int place) => 1 / Math.Log2(place + 2);
}
