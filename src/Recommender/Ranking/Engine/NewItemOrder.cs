using System.Runtime.InteropServices;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// Puts items that nobody has acted on in order among themselves. The final ranker learns most from items with many users, so a source
/// made for new ones can know better which of them comes first; where they stand among the others stays the ranker's.
/// </summary>
internal static class NewItemOrder
{
    /// <summary>The score columns that may do it.</summary>
    private static readonly string[] Columns = [ColdStartSource.SourceName, ContentSource.SourceName];

    /// <summary>Chooses what orders the new candidates of queries best, by NDCG among them.</summary>
    /// <param name="data">The queries.</param>
    /// <param name="rankerOf">A final ranker that did not learn from a query, or null to leave the query out.</param>
    /// <param name="places">How many places count.</param>
    /// <param name="threads">How many threads to use.</param>
    /// <returns>A score column, or null for the final ranker; with the NDCG of each.</returns>
    public static (string? Column, IReadOnlyDictionary<string, double> Ndcg) Choose(
        RankingDataSet data, Func<int, TreeEnsemble?> rankerOf, int places, int threads)
    {
        var (news, scores) = NewRowsOf(data, rankerOf);
        var ndcg = new Dictionary<string, double>(StringComparer.Ordinal);
        if (news.GroupCount == 0)
            return (null, ndcg);
        var best = ndcg[EngineSource.SourceName] = RankingMetrics.Ndcg(news, scores, places, threads);
        string? chosen = null;
        foreach (var name in Columns.Where(news.FeatureNames.Contains))
        {
            var column = IndexOf(news, name);
            for (var row = 0; row < scores.Length; row++)
                scores[row] = news.Row(row)[column];
            ndcg[name] = RankingMetrics.Ndcg(news, scores, places, threads);
            if (ndcg[name] > best)
                (chosen, best) = (name, ndcg[name]);
        }

        return (chosen, ndcg);
    }

    /// <summary>Gives the new items of the pool their pre-ranker's scores in the order of a score column.</summary>
    public static void ApplyToPool(EngineScratch scratch, ItemFacts facts, ScoreBuffer column)
    {
        var count = 0;
        for (var place = 0; place < scratch.PoolCount; place++)
        {
            var item = scratch.Pool[place];
            if (facts.IsNew(item))
                Take(scratch, ref count, place, column[item], scratch.PreScores[place]);
        }

        Give(scratch, count, scratch.PreScores);
    }

    /// <summary>Gives the new items that were kept their final scores in the order of a score column.</summary>
    public static void ApplyToKept(EngineScratch scratch, ItemFacts facts, ScoreBuffer column)
    {
        var count = 0;
        for (var place = 0; place < scratch.KeptCount; place++)
        {
            var item = scratch.Pool[scratch.Kept[place].Item];
            if (facts.IsNew(item))
                Take(scratch, ref count, place, column[item], scratch.Scores[place]);
        }

        Give(scratch, count, scratch.Scores);
    }

    private static void Take(EngineScratch scratch, ref int count, int place, float order, float score)
    {
        scratch.NewItemScores[count] = score;
        TopItems.Offer(scratch.Places, ref count, new ScoredItem(place, order));
    }

    private static void Give(EngineScratch scratch, int count, float[] scores)
    {
        var places = scratch.Places.AsSpan(0, count);
        TopItems.SortHeap(places);
        var sorted = scratch.NewItemScores.AsSpan(0, count);
        sorted.Sort();
        for (var rank = 0; rank < count; rank++)
            scores[places[rank].Item] = sorted[count - 1 - rank];
    }

    /// <summary>The rows of new items of the queries that have a relevant one, and the final rankers' scores of them.</summary>
    private static (RankingDataSet Rows, float[] Scores) NewRowsOf(RankingDataSet data, Func<int, TreeEnsemble?> rankerOf)
    {
        var isNew = IndexOf(data, EngineFeatures.IsNewName);
        var builder = new RankingDataSetBuilder(data.FeatureNames);
        var allScores = new List<float>();
        for (var group = 0; group < data.GroupCount; group++)
        {
            if (rankerOf(group) is not { } ranker)
                continue;
            var rows = new List<float>();
            var labels = new List<float>();
            for (var row = data.GroupStarts[group]; row < data.GroupStarts[group + 1]; row++)
            {
                if (data.Row(row)[isNew] == 0f)
                    continue;
                rows.AddRange(data.Row(row));
                labels.Add(data.Labels[row]);
            }

            if (!labels.Exists(static label => label > 0f))
                continue;
            var scores = new float[labels.Count];
            ranker.Score(CollectionsMarshal.AsSpan(rows), data.FeatureCount, scores);
            builder.AddGroup(CollectionsMarshal.AsSpan(rows), CollectionsMarshal.AsSpan(labels));
            allScores.AddRange(scores);
        }

        return (builder.Build(), [.. allScores]);
    }

    private static int IndexOf(RankingDataSet data, string feature)
    {
        for (var index = 0; index < data.FeatureNames.Count; index++)
        {
            if (data.FeatureNames[index] == feature)
                return index;
        }

        throw new ArgumentException($"the rows have no feature {feature}", nameof(feature));
    }
}
