using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// Puts items that nobody has acted on in order among themselves. The final ranker learns most from items with many users, so a source
/// made for new ones can know better which of them comes first; where they stand among the others stays the ranker's.
/// </summary>
internal static class NewItemOrder
{
    /// <summary>
    /// What may do it, the most trusted first: a score column, or several of which each counts as a share of its best among the new items.
    /// </summary>
    private static readonly string[][] Orders =
    [
        [ColdStartSource.SourceName, LatentFactorsSource.SourceName], [ColdStartSource.SourceName], [ContentSource.SourceName],
    ];

    /// <summary>The score columns that may do it, of those that rows have.</summary>
    public static IReadOnlyList<string> ColumnsOf(IReadOnlyList<string> featureNames) => [.. Orders.SelectMany(static order => order).Distinct().Where(featureNames.Contains)];

    /// <summary>The most trusted order whose columns rows have; empty where they have those of none.</summary>
    public static IReadOnlyList<string> FirstOf(IReadOnlyList<string> featureNames) => Orders.FirstOrDefault(order => order.All(featureNames.Contains)) ?? [];

    /// <summary>
    /// Chooses what orders the new candidates of queries best, by NDCG among them. The orders by scores come first, the ranker last; one
    /// that comes later must be better by more than the standard error of the difference (the one-standard-error rule: Breiman, Friedman,
    /// Olshen and Stone, "Classification and regression trees", 1984, section 3.4.3), since the queries are few and the ranker has seen
    /// items like theirs.
    /// </summary>
    /// <param name="queries">The queries, with a relevant one each.</param>
    /// <param name="rankerOf">The final ranker that did not learn from a query, which is named by its place.</param>
    /// <param name="places">How many places count.</param>
    /// <param name="threads">How many threads to use.</param>
    /// <returns>Score columns, or none for the final ranker; with the NDCG of each.</returns>
    public static (IReadOnlyList<string> Columns, IReadOnlyDictionary<string, double> Ndcg) Choose(
        RankingDataSet queries, Func<int, TreeEnsemble> rankerOf, int places, int threads)
    {
        var ndcg = new Dictionary<string, double>(StringComparer.Ordinal);
        if (queries.GroupCount == 0)
            return ([], ndcg);
        var byRanker = RankingMetrics.NdcgOfQueries(queries, ScoresOf(queries, rankerOf), places, threads);
        string[] chosen = [];
        double[]? best = null;
        foreach (var order in Orders.Where(order => order.All(queries.FeatureNames.Contains)))
        {
            var byOrder = RankingMetrics.NdcgOfQueries(queries, Scores(queries, order), places, threads);
            ndcg[string.Join('+', order)] = byOrder.Average();
            if (best is null || IsClearlyBetter(byOrder, best))
                (chosen, best) = (order, byOrder);
        }

        ndcg[EngineSource.SourceName] = byRanker.Average();
        return (best is null || IsClearlyBetter(byRanker, best) ? [] : chosen, ndcg);
    }

    /// <summary>The scores of the rows of queries, new items all, in an order by score columns.</summary>
    public static float[] Scores(RankingDataSet queries, IReadOnlyList<string> order)
    {
        var scores = new float[queries.RowCount];
        int[] columns = [.. order.Select(column => EngineFeatures.PlaceOf(queries.FeatureNames, column))];
        for (var group = 0; group < queries.GroupCount; group++)
        {
            var (first, end) = (queries.GroupStarts[group], queries.GroupStarts[group + 1]);
            foreach (var column in columns)
            {
                var most = 0f;
                for (var row = first; row < end; row++)
                    most = Math.Max(most, queries.Row(row)[column]);
                for (var row = first; row < end && most > 0f; row++)
                    scores[row] += queries.Row(row)[column] / most;
            }
        }

        return scores;
    }

    /// <summary>
    /// Whether values are greater on average than those that they are paired with, by more than the standard error of the difference.
    /// </summary>
    public static bool IsClearlyBetter(double[] values, double[] others)
    {
        var mean = values.Average() - others.Average();
        var squares = 0d;
        for (var index = 0; index < values.Length; index++)
            squares += Math.Pow(values[index] - others[index] - mean, 2);
        return mean > Math.Sqrt(squares / values.Length / Math.Max(1, values.Length - 1));
    }

    /// <summary>Gives the new items of the pool their pre-ranker's scores in the order of score columns.</summary>
    /// <param name="scratch">Holds the candidates, their rows and scores.</param>
    /// <param name="facts">Tells which items are new.</param>
    /// <param name="columns">The score columns, by their place in a row.</param>
    /// <param name="width">Features of a row of the pre-ranker.</param>
    public static void ApplyToPool(EngineScratch scratch, ItemFacts facts, ReadOnlySpan<int> columns, int width)
    {
        var count = 0;
        for (var place = 0; place < scratch.PoolCount; place++)
        {
            if (facts.IsNew(scratch.Pool[place]))
                scratch.NewItemPlaces[count++] = (place, place);
        }

        Apply(scratch, count, columns, width, scratch.PreScores);
    }

    /// <summary>Gives the new items that were kept their final scores in the order of score columns.</summary>
    /// <inheritdoc cref="ApplyToPool"/>
    public static void ApplyToKept(EngineScratch scratch, ItemFacts facts, ReadOnlySpan<int> columns, int width) =>
        Apply(scratch, FindKept(scratch, facts), columns, width, scratch.Scores);

    /// <summary>Gives the new items that were kept their final scores in the order of a ranker.</summary>
    /// <param name="scratch">Holds what was kept, the rows and the scores.</param>
    /// <param name="facts">Tells which items are new.</param>
    /// <param name="ranker">The ranker of new items.</param>
    /// <param name="features">What it sees beside the features of the final ranker.</param>
    public static void ApplyToKept(EngineScratch scratch, ItemFacts facts, TreeEnsemble ranker, NewItemFeatures features)
    {
        var count = FindKept(scratch, facts);
        var wide = ranker.FeatureNames.Count;
        var width = wide - NewItemFeatures.Names.Count;
        var rows = scratch.NewItemRows(wide, count);
        for (var index = 0; index < count; index++)
        {
            var (place, inPool) = scratch.NewItemPlaces[index];
            features.Widen(scratch.Pool[inPool], scratch.Rows.AsSpan(place * width, width), rows.Slice(index * wide, wide));
        }

        ranker.Score(rows, wide, scratch.NewItemOrder.AsSpan(0, count));
        Sort(scratch, count, scratch.Scores);
    }

    private static int FindKept(EngineScratch scratch, ItemFacts facts)
    {
        var count = 0;
        for (var place = 0; place < scratch.KeptCount; place++)
        {
            var inPool = scratch.Kept[place].Item;
            if (facts.IsNew(scratch.Pool[inPool]))
                scratch.NewItemPlaces[count++] = (place, inPool);
        }

        return count;
    }

    private static void Apply(EngineScratch scratch, int count, ReadOnlySpan<int> columns, int width, float[] scores)
    {
        var news = scratch.NewItemPlaces.AsSpan(0, count);
        var order = scratch.NewItemOrder.AsSpan(0, count);
        order.Clear();
        foreach (var column in columns)
        {
            var most = 0f;
            foreach (var (_, inPool) in news)
                most = Math.Max(most, scratch.PreRows[(inPool * width) + column]);
            for (var index = 0; index < count && most > 0f; index++)
                order[index] += scratch.PreRows[(news[index].InPool * width) + column] / most;
        }

        Sort(scratch, count, scores);
    }

    /// <summary>Hands the scores of the new items out among them, the best to the first in order.</summary>
    private static void Sort(EngineScratch scratch, int count, float[] scores)
    {
        var filled = 0;
        for (var index = 0; index < count; index++)
        {
            var place = scratch.NewItemPlaces[index].Place;
            scratch.NewItemScores[index] = scores[place];
            TopItems.Offer(scratch.Places, ref filled, new ScoredItem(place, scratch.NewItemOrder[index]));
        }

        var places = scratch.Places.AsSpan(0, count);
        TopItems.SortHeap(places);
        var sorted = scratch.NewItemScores.AsSpan(0, count);
        sorted.Sort();
        for (var rank = 0; rank < count; rank++)
            scores[places[rank].Item] = sorted[count - 1 - rank];
    }

    private static float[] ScoresOf(RankingDataSet queries, Func<int, TreeEnsemble> rankerOf)
    {
        var scores = new float[queries.RowCount];
        for (var query = 0; query < queries.GroupCount; query++)
        {
            var end = queries.GroupStarts[query + 1];
            for (var row = queries.GroupStarts[query]; row < end;)
            {
                var rows = queries.Rows(row, end - row);
                var count = rows.Length / queries.FeatureCount;
                rankerOf(query).Score(rows, queries.FeatureCount, scores.AsSpan(row, count));
                row += count;
            }
        }

        return scores;
    }
}
