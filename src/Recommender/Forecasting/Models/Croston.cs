namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// Croston's method for slow movers: the size of a sale and the time between two sales are smoothed apart, and only when there is a
/// sale; the forecast is their ratio (Croston, "Forecasting and stock control for intermittent demands", Operational Research
/// Quarterly 1972). The ratio is too high on average; with the correction it is multiplied by 1 - α/2 (Syntetos and Boylan, "The
/// accuracy of intermittent demand estimates", International Journal of Forecasting 2005).
/// </summary>
/// <param name="corrected">Whether the forecast is corrected for its bias.</param>
internal sealed class Croston(bool corrected) : IForecastModel
{
    public const string PlainName = "croston";
    public const string CorrectedName = "croston_sba";

    public string Name => corrected ? CorrectedName : PlainName;

    public int FewestPoints => 2;

    public bool CanFit(ReadOnlySpan<double> history) => history.Length >= FewestPoints;

    public ModelParameters Fit(ReadOnlySpan<double> history)
    {
        var (best, leastError) = (SmoothingGrid.Slow[0], double.PositiveInfinity);
        foreach (var level in SmoothingGrid.Slow)
        {
            Run(history, level, out var error);
            if (error < leastError)
                (best, leastError) = (level, error);
        }

        return new ModelParameters(Level: best);
    }

    public void Forecast(ReadOnlySpan<double> history, in ModelParameters parameters, Span<double> forecast) =>
        forecast.Fill(Run(history, parameters.Level, out _));

    /// <summary>
    /// Begins with the mean size and interval: a series begins with its first sale, so the time until that says nothing.
    /// </summary>
    private double Run(ReadOnlySpan<double> history, double level, out double error)
    {
        var (size, interval) = Begin(history);
        var factor = corrected ? 1 - (level / 2) : 1;
        var rate = interval > 0 ? factor * size / interval : 0;
        var sinceSale = 0;
        var isFirst = true;
        error = 0;
        foreach (var value in history)
        {
            var miss = value - rate;
            error += miss * miss;
            sinceSale++;
            if (value <= 0)
                continue;
            size += level * (value - size);
            if (!isFirst)
                interval += level * (sinceSale - interval);
            rate = factor * size / interval;
            (sinceSale, isFirst) = (0, false);
        }

        return rate;
    }

    private static (double Size, double Interval) Begin(ReadOnlySpan<double> history)
    {
        var (sales, sum) = (0, 0d);
        foreach (var value in history)
        {
            if (value > 0)
                (sales, sum) = (sales + 1, sum + value);
        }

        return sales == 0 ? (0, 0) : (sum / sales, (double)history.Length / sales);
    }
}
