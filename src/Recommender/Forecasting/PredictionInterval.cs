namespace BookRecs.Recommender.Forecasting;

/// <summary>Where the sales of each future period will lie with some confidence.</summary>
/// <param name="Level">The share of future sales that it should hold, above 0 and below 1.</param>
/// <param name="Lower">The least sales of each period: whole numbers from 0.</param>
/// <param name="Upper">The most sales of each period: whole numbers, none below <paramref name="Lower"/>.</param>
public sealed record PredictionInterval(double Level, double[] Lower, double[] Upper);
