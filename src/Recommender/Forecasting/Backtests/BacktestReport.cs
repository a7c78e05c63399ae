namespace BookRecs.Recommender.Forecasting.Backtests;

/// <summary>What a backtest found.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Series">Series that were forecast.</param>
/// <param name="SteadySeries">How many of them are no slow movers.</param>
/// <param name="TooShort">Series that were left out because they have too few points.</param>
/// <param name="Constant">Series that were left out because no error of theirs can be scaled: they never change.</param>
/// <param name="Forecasts">Pairs of series and origin.</param>
/// <param name="Chosen">The forecast that <see cref="Forecaster"/> gives, by its criterion.</param>
/// <param name="ChosenByOther">What it would give by the other criterion.</param>
/// <param name="MeanRatio">
/// The mean over series of the chosen forecast's error divided by that of the seasonal naive one, where that is not zero.
/// </param>
/// <param name="Models">Each model alone, the seasonal naive and the always-zero forecast among them, the best first.</param>
/// <param name="Coverage">The intervals of each level around the chosen forecast.</param>
public sealed record BacktestReport(
    BacktestOptions Options,
    int Series,
    int SteadySeries,
    int TooShort,
    int Constant,
    long Forecasts,
    ModelAccuracy Chosen,
    ModelAccuracy ChosenByOther,
    double MeanRatio,
    IReadOnlyList<ModelAccuracy> Models,
    IReadOnlyList<IntervalCoverage> Coverage);
