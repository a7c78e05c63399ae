namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>One setting that was tried.</summary>
/// <param name="Setting">Its name, such as "SparseLinear.Regularization".</param>
/// <param name="Value">The value.</param>
/// <param name="Ndcg">NDCG@10 of the source on the inner holdout.</param>
/// <param name="IsChosen">Whether it was better than what was known before.</param>
public sealed record TuningTrial(string Setting, double Value, double Ndcg, bool IsChosen);
