namespace BookRecs.Recommender.Forecasting.Backtests;

/// <summary>How many unseen sales the prediction intervals of a level held.</summary>
/// <param name="Level">The share that they should hold.</param>
/// <param name="Covered">The share that they held, over all series, origins and steps.</param>
/// <param name="SteadyCovered">The same over the series that are no slow movers; not a number without any.</param>
/// <param name="MeanWidth">Mean of upper less lower bound, in sales a period.</param>
public sealed record IntervalCoverage(double Level, double Covered, double SteadyCovered, double MeanWidth);
