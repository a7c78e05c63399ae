namespace BookRecs.Recommender.Forecasting.Backtests;

/// <summary>How a way to forecast did on unseen sales, over all series of a backtest.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Mase">
/// Mean absolute scaled error: the mean over series of the mean over origins of the forecast's mean absolute error divided by
/// <see cref="ScaledErrors.ScaleOf"/> of the history before the origin.
/// </param>
/// <param name="Ratio"><paramref name="Mase"/> divided by that of the seasonal naive forecast of the same series and origins.</param>
/// <param name="Rmsse">The same with the root of the mean squared error in place of the mean absolute one, on the same scale.</param>
/// <param name="RmsseRatio"><paramref name="Rmsse"/> divided by that of the seasonal naive forecast.</param>
/// <param name="SteadyMase">The same mean over the series that are no slow movers; not a number without any.</param>
/// <param name="SteadyRatio">The same ratio over these series.</param>
/// <param name="Bias">All forecast sales of all series divided by all that came, less 1: 0.1 is 10 % too many.</param>
/// <param name="Chosen">The share of forecasts for which the model was chosen, alone or in a combination; 0 to 1.</param>
public sealed record ModelAccuracy(
    string Model, double Mase, double Ratio, double Rmsse, double RmsseRatio, double SteadyMase, double SteadyRatio, double Bias, double Chosen);
