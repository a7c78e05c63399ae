using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Recommender.Forecasting;

/// <summary>Forecasts many series at once.</summary>
public static class ForecastBatch
{
    // Often enough for a bar.
    private const int ReportSeries = 64;

    /// <summary>Forecasts each series; the result does not depend on the number of threads.</summary>
    /// <param name="series">The series.</param>
    /// <param name="options">Settings for all of them.</param>
    /// <param name="threads">Threads to use, from 1.</param>
    /// <param name="progress">Is told how many are done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A forecast for each series, in their order.</returns>
    public static SeriesForecast[] Run(
        IReadOnlyList<SalesSeries> series, ForecastOptions options, int threads, IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var forecaster = new Forecaster(options);
        var forecasts = new SeriesForecast[series.Count];
        var done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, series.Count, parallel, index =>
        {
            forecasts[index] = forecaster.Forecast(series[index].Values);
            var count = Interlocked.Increment(ref done);
            if (count % ReportSeries == 0)
                progress?.Report(count);
        });
        return forecasts;
    }
}
