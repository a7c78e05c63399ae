namespace BookRecs.Recommender.Forecasting;

/// <summary>What the choice of a model makes small in its backtest.</summary>
public enum ForecastCriterion
{
    /// <summary>
    /// Squared error, which is least at the mean: forecasts add up to what will be sold, so they are what a shop orders by.
    /// </summary>
    Squared,

    /// <summary>
    /// Absolute error, which is least at the median: the lowest MASE. Of a slow mover the median day is a day without a sale, so its
    /// forecast is often zero throughout.
    /// </summary>
    Absolute,
}
