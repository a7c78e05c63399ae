using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// A ranker of items that nobody has acted on among themselves. The final ranker meets them beside items with users, from which they
/// differ more than from each other; this one sees nothing but them. It is the mean of one for each inner holdout that hides items.
/// </summary>
/// <param name="Ranker">The ranker; null where it is not better than the score columns by more than the standard error of the difference.</param>
/// <param name="Order">The score columns that it is compared with, by which its candidates are found.</param>
/// <param name="Ndcg">The NDCG of new items among themselves, each query by a ranker that did not learn from it.</param>
/// <param name="OrderNdcg">The same by the score columns.</param>
internal sealed record NewItemRanker(TreeEnsemble? Ranker, IReadOnlyList<string> Order, double Ndcg, double OrderNdcg)
{
    /// <summary>Candidates of a query.</summary>
    public const int RowsPerQuery = 100;

    /// <summary>Learns it, and compares it with an order by scores on queries that no ranker learned from.</summary>
    /// <param name="queries">What to learn from.</param>
    /// <param name="order">The score columns that put new items in order without it; at least one.</param>
    /// <param name="settings">Settings of each ranker.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="progress">Is told after each tree, counted over all rankers; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static NewItemRanker Learn(
        NewItemRows queries,
        IReadOnlyList<string> order,
        LambdaMartOptions settings,
        int threads,
        IProgress<LambdaMartProgress>? progress,
        CancellationToken cancellationToken)
    {
        var holdouts = queries.Holdouts;
        var (rows, orders) = queries.Build();
        var scores = new float[rows.Queries.RowCount];
        var fits = LambdaMart.FitParts(rows, holdouts, queries.RoleOf, settings, scores, threads, progress, cancellationToken);
        var byRanker = RankingMetrics.NdcgOfQueries(orders, scores, settings.ValidationPlaces, threads);
        var byOrder = RankingMetrics.NdcgOfQueries(orders, NewItemOrder.Scores(orders, order), settings.ValidationPlaces, threads);
        return new NewItemRanker(
            NewItemOrder.IsClearlyBetter(byRanker, byOrder) ? TreeEnsemble.MeanOf([.. fits.Select(static fit => fit.Model)]) : null,
            order,
            byRanker.Average(),
            byOrder.Average());
    }
}
