using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Recommender.Forecasting.Backtests;

/// <summary>
/// Forecasts the past of series from rolling origins and compares with what came. Everything, the choice of the model and the
/// intervals included, sees only what lies before the origin.
/// </summary>
public static class ForecastBacktest
{
    /// <summary>The name of the forecast that a <see cref="Forecaster"/> gives by squared error.</summary>
    public const string ChosenBySquared = "chosen by squared error";

    /// <summary>The name of the forecast that a <see cref="Forecaster"/> gives by absolute error.</summary>
    public const string ChosenByAbsolute = "chosen by absolute error";

    /// <summary>The name of the forecast that nothing will be sold.</summary>
    public const string Zero = "zero";

    private const int ReportSeries = 64;

    /// <summary>Runs a backtest; the result does not depend on the number of threads.</summary>
    /// <param name="series">The series; those that are too short are counted and left out.</param>
    /// <param name="options">Settings.</param>
    /// <param name="progress">Is told how many series are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static BacktestReport Run(
        IReadOnlyList<SalesSeries> series, BacktestOptions options, IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var horizon = options.Forecast.Horizon;
        var enough = series.Where(one => one.Values.Length >= Math.Max(options.FewestPoints, horizon + 1)).ToArray();
        var other = options.Forecast.Criterion == ForecastCriterion.Squared ? ForecastCriterion.Absolute : ForecastCriterion.Squared;
        var run = new BacktestRun(
            new Forecaster(options.Forecast), new Forecaster(options.Forecast with { Criterion = other }), options);
        var outcomes = new SeriesOutcome[enough.Length];
        var done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken };
        Parallel.For(0, enough.Length, parallel, index =>
        {
            outcomes[index] = run.Forecast(enough[index].Values);
            var count = Interlocked.Increment(ref done);
            if (count % ReportSeries == 0)
                progress?.Report(count);
        });
        return BacktestSummary.Of(run, outcomes, series.Count - enough.Length);
    }
}
