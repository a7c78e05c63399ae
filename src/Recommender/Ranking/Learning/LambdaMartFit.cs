namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>What training a <see cref="LambdaMart"/> gave.</summary>
/// <param name="Model">The trees up to the best validation NDCG, or all of them without validation data.</param>
/// <param name="ValidationNdcg">NDCG of the validation data after each tree that was grown; empty without such data.</param>
/// <param name="StoppedEarly">Whether fewer trees were grown than allowed.</param>
public sealed record LambdaMartFit(TreeEnsemble Model, IReadOnlyList<double> ValidationNdcg, bool StoppedEarly);
