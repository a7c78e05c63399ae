namespace BookRecs.Recommender.Forecasting;

/// <summary>How a model forecast the recent past of a series.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="MeanAbsoluteError">Mean absolute error over all origins and steps of the choice, in sales a period.</param>
/// <param name="RootMeanSquaredError">Root of the mean squared error over the same, in sales a period.</param>
public readonly record struct ModelScore(string Model, double MeanAbsoluteError, double RootMeanSquaredError);
