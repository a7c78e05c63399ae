namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>How far the training of an engine is.</summary>
/// <param name="Stage">What begins now, such as "tune SparseLinear.Regularization 30".</param>
/// <param name="Fraction">About the part of the whole that is done, 0 to 1, never falling.</param>
public readonly record struct EngineProgress(string Stage, double Fraction);
