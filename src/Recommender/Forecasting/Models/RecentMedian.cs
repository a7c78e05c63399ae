namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// The median of the last points, which has the least absolute error of all constants (Gneiting, "Making and evaluating point
/// forecasts", JASA 2011). Of a slow mover it is zero.
/// </summary>
internal sealed class RecentMedian(int window) : IForecastModel
{
    public const string ModelName = "recent_median";

    public string Name => ModelName;

    public int FewestPoints => 1;

    public bool CanFit(ReadOnlySpan<double> history) => true;

    public ModelParameters Fit(ReadOnlySpan<double> history) => new(Window: window);

    public void Forecast(ReadOnlySpan<double> history, in ModelParameters parameters, Span<double> forecast)
    {
        var recent = history[^Math.Min(parameters.Window, history.Length)..];
        Span<double> sorted = stackalloc double[recent.Length];
        recent.CopyTo(sorted);
        sorted.Sort();
        forecast.Fill((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2);
    }
}
