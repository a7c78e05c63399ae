using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// Raises items with few users, where that keeps the rule of admission: the engine is in no slice (overall, warm, cold) below the best
/// single source. A ranker puts such items as low as readers find them on average; lists hardly get worse when their scores are raised some
/// way. Judged on queries that the ranker did not learn from.
/// </summary>
internal static class ColdBoost
{
    private const int MinQueries = 20;

    private static readonly QuerySlice[] Slices = Enum.GetValues<QuerySlice>();

    private static readonly float[] Boosts = [0f, 0.05f, 0.1f, 0.15f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.8f, 1f, 1.2f, 1.5f, 2f];

    /// <summary>
    /// Chooses what to add to the scores of cold items: the least with which each slice is above its best single source by a standard error
    /// at least.
    /// </summary>
    /// <param name="queries">Queries that the final rankers did not learn from.</param>
    /// <param name="scores">The scores of all rows, each by the ranker that did not learn from it.</param>
    /// <param name="tolerance">The share of the overall NDCG that it may cost.</param>
    /// <param name="places">How many places of a list count.</param>
    /// <param name="team">Who does the work.</param>
    /// <returns>
    /// 0 or more; 0 as well where nothing keeps the rule at that cost, or too few queries have a relevant item of each kind.
    /// </returns>
    public static float Choose(HeldOutQueries queries, float[] scores, double tolerance, int places, WorkTeam team)
    {
        var all = queries.All;
        if (Slices.Any(slice => all.Count(query => query.Has(slice)) < MinQueries))
            return 0f;
        var sources = Array.ConvertAll(Slices, slice => BestSource(all, slice, queries.SourceCount));
        var atLeast = 0d;
        foreach (var boost in Boosts)
        {
            var ndcg = new double[all.Count][];
            team.Run(all.Count, query => ndcg[query] = all[query].Ndcg(scores, boost, places));
            var overall = ndcg.Average(static slices => slices[(int)QuerySlice.Overall]);
            if (boost == 0f)
                atLeast = overall * (1 - tolerance);
            if (overall < atLeast)
                break;
            if (Slices.All(slice => Margin(all, slice, sources[(int)slice], query => ndcg[query][(int)slice]) >= 1))
                return boost;
        }

        return 0f;
    }

    /// <summary>The final ranker with the boost as one more tree.</summary>
    /// <param name="ranker">The final ranker.</param>
    /// <param name="boost">What is added to the scores of cold items.</param>
    /// <param name="includesNew">Whether items without any user are raised as well.</param>
    public static TreeEnsemble Apply(TreeEnsemble ranker, float boost, bool includesNew)
    {
        const float Middle = 0.5f;
        if (boost == 0f)
            return ranker;
        var isCold = EngineFeatures.PlaceOf(ranker.FeatureNames, EngineFeatures.IsColdName);
        var isNew = EngineFeatures.PlaceOf(ranker.FeatureNames, EngineFeatures.IsNewName);
        return includesNew
            ? ranker.Plus([new TreeNode(isCold, Middle, true, ~0, ~1)], [0f, boost])
            : ranker.Plus([new TreeNode(isCold, Middle, true, ~0, 1), new TreeNode(isNew, Middle, true, ~1, ~2)], [0f, boost, 0f]);
    }

    private static int BestSource(IReadOnlyList<HeldOutQuery> queries, QuerySlice slice, int sources) => Enumerable.Range(0, sources)
        .MaxBy(source => queries.Where(query => query.Has(slice)).Sum(query => query.NdcgOf(source, slice)));

    /// <summary>How much better the engine is than a source, in standard errors of the mean difference.</summary>
    private static double Margin(IReadOnlyList<HeldOutQuery> queries, QuerySlice slice, int source, Func<int, double> ndcgOf)
    {
        var (count, sum, squares) = (0, 0d, 0d);
        for (var query = 0; query < queries.Count; query++)
        {
            if (!queries[query].Has(slice))
                continue;
            var difference = ndcgOf(query) - queries[query].NdcgOf(source, slice);
            (count, sum, squares) = (count + 1, sum + difference, squares + (difference * difference));
        }

        var mean = sum / count;
        var error = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)) / count);
        return mean / Math.Max(error, 1e-9);
    }
}
