namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>How far the training of a <see cref="LambdaMart"/> is.</summary>
/// <param name="Trees">Trees that were grown.</param>
/// <param name="ValidationNdcg">NDCG of the validation data after them, or null without such data.</param>
public readonly record struct LambdaMartProgress(int Trees, double? ValidationNdcg);
