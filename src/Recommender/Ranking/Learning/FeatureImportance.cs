namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>What a feature contributes to a <see cref="TreeEnsemble"/>.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Gain">By how much its splits lowered the training loss, as a share of all splits; 0 to 1.</param>
/// <param name="Splits">How many splits it decides.</param>
public sealed record FeatureImportance(string Feature, double Gain, int Splits);
