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

    public bool CanFit(ReadOnlySpan<double> history) => history.Length >= 2;

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

    /// <summary>Begins with the first sale and the time until it, the first point counted as one.</summary>
    private double Run(ReadOnlySpan<double> history, double level, out double error)
    {
        var (size, interval, rate) = (0d, 0d, 0d);
        var sinceSale = 0;
        var isBegun = false;
        var factor = corrected ? 1 - (level / 2) : 1;
        error = 0;
        foreach (var value in history)
        {
            var miss = value - rate;
            error += miss * miss;
            sinceSale++;
            if (value <= 0)
                continue;
            if (isBegun)
            {
                size += level * (value - size);
                interval += level * (sinceSale - interval);
            }
            else
            {
                (size, interval, isBegun) = (value, sinceSale, true);
            }

            rate = factor * size / interval;
            sinceSale = 0;
        }

        return rate;
    }
}
