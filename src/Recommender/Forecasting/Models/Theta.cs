namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// The theta method (Assimakopoulos and Nikolopoulos, "The theta model: a decomposition approach to forecasting", International
/// Journal of Forecasting 2000): the mean of the series' straight line and of its doubled curvature smoothed exponentially, which is
/// smoothing with half the line's slope as drift (Hyndman and Billah, "Unmasking the theta method", 2003). A series that repeats by
/// its season is adjusted for an additive seasonal shape first, since sales can be zero.
/// </summary>
internal sealed class Theta(int season) : IForecastModel
{
    public const string ModelName = "theta";

    public string Name => ModelName;

    public int FewestPoints => 4;

    public bool CanFit(ReadOnlySpan<double> history) => history.Length >= FewestPoints;

    public ModelParameters Fit(ReadOnlySpan<double> history)
    {
        var isSeasonal = SeasonalShape.IsSeasonal(history, season);
        Span<double> shape = stackalloc double[season];
        FillShape(history, isSeasonal, shape);
        var (best, leastError) = (SmoothingGrid.Level[0], double.PositiveInfinity);
        foreach (var level in SmoothingGrid.Level)
        {
            Smooth(history, level, shape, out var error);
            if (error < leastError)
                (best, leastError) = (level, error);
        }

        return new ModelParameters(Level: best, IsSeasonal: isSeasonal);
    }

    public void Forecast(ReadOnlySpan<double> history, in ModelParameters parameters, Span<double> forecast)
    {
        Span<double> shape = stackalloc double[season];
        FillShape(history, parameters.IsSeasonal && history.Length >= 2 * season, shape);
        var alpha = parameters.Level;
        var level = Smooth(history, alpha, shape, out _);
        var drift = SlopeOf(history, shape) / 2;
        var behind = (1 - Math.Pow(1 - alpha, history.Length)) / alpha;
        for (var step = 0; step < forecast.Length; step++)
            forecast[step] = level + (drift * (step + behind)) + shape[(history.Length + step) % season];
    }

    private static void FillShape(ReadOnlySpan<double> history, bool isSeasonal, Span<double> shape)
    {
        if (isSeasonal)
            SeasonalShape.Fill(history, shape);
        else
            shape.Clear();
    }

    private static double Smooth(ReadOnlySpan<double> history, double alpha, ReadOnlySpan<double> shape, out double error)
    {
        var (level, place) = (history[0] - shape[0], 0);
        error = 0;
        foreach (var value in history)
        {
            var miss = value - shape[place] - level;
            error += miss * miss;
            level += alpha * miss;
            if (++place == shape.Length)
                place = 0;
        }

        return level;
    }

    private static double SlopeOf(ReadOnlySpan<double> history, ReadOnlySpan<double> shape)
    {
        var middle = (history.Length - 1) / 2d;
        var (covariance, variance) = (0d, 0d);
        for (var point = 0; point < history.Length; point++)
        {
            covariance += (point - middle) * (history[point] - shape[point % shape.Length]);
            variance += (point - middle) * (point - middle);
        }

        return variance > 0 ? covariance / variance : 0;
    }
}
