namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// The mean of the last points: a moving average, whose window the fit chooses out of a few (Hyndman and Athanasopoulos,
/// "Forecasting: principles and practice", 3rd ed., section 5.2).
/// </summary>
internal sealed class RecentMean(IReadOnlyList<int> windows) : IForecastModel
{
    public const string ModelName = "recent_mean";

    public string Name => ModelName;

    public int FewestPoints => 1;

    public bool CanFit(ReadOnlySpan<double> history) => true;

    public ModelParameters Fit(ReadOnlySpan<double> history)
    {
        var (best, leastError) = (windows[0], double.PositiveInfinity);
        foreach (var window in windows)
        {
            if (window > history.Length && window != windows[0])
                break;
            var error = ErrorOf(history, window);
            if (error < leastError)
                (best, leastError) = (window, error);
        }

        return new ModelParameters(Window: best);
    }

    public void Forecast(ReadOnlySpan<double> history, in ModelParameters parameters, Span<double> forecast)
    {
        var recent = history[^Math.Min(parameters.Window, history.Length)..];
        var sum = 0d;
        foreach (var value in recent)
            sum += value;
        forecast.Fill(sum / recent.Length);
    }

    private static double ErrorOf(ReadOnlySpan<double> history, int window)
    {
        var (sum, error) = (0d, 0d);
        for (var point = 0; point < history.Length; point++)
        {
            if (point > 0)
            {
                var miss = history[point] - (sum / Math.Min(point, window));
                error += miss * miss;
            }

            sum += history[point];
            if (point >= window)
                sum -= history[point - window];
        }

        return error;
    }
}
