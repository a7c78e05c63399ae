namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>What a feature counts in a <see cref="LogisticModel"/>.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Weight">Change of the log-odds for one standard deviation of the feature.</param>
/// <param name="MissingWeight">Change of the log-odds when it is missing, against its mean.</param>
/// <param name="Mean">Mean of its values where it is not missing.</param>
/// <param name="Deviation">Their standard deviation; 0 when they are all alike.</param>
public sealed record LogisticCoefficient(string Feature, double Weight, double MissingWeight, double Mean, double Deviation);
