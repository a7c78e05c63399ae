namespace BookRecs.Recommender.Forecasting;

/// <summary>The forecast of one series.</summary>
/// <param name="Model">The chosen model, or several joined by "+" where their mean was chosen.</param>
/// <param name="Values">Expected sales of each future period, the nearest first; none below zero.</param>
/// <param name="Intervals">One for each level that was asked for, rising.</param>
/// <param name="Scores">How each candidate forecast the recent past, the best first; empty when the history is too short to tell.</param>
public sealed record SeriesForecast(
    string Model, double[] Values, IReadOnlyList<PredictionInterval> Intervals, IReadOnlyList<ModelScore> Scores);
