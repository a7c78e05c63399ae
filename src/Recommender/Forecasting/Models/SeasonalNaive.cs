namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// The sales of the same point of the last season (Hyndman and Athanasopoulos, "Forecasting: principles and practice", 3rd ed., section
/// 5.2). With less than a season of history, or a season of 1, the last point. What every other model has to beat.
/// </summary>
internal sealed class SeasonalNaive(int season) : IForecastModel
{
    public const string ModelName = "seasonal_naive";

    public string Name => ModelName;

    public int FewestPoints => 1;

    public bool CanFit(ReadOnlySpan<double> history) => true;

    public ModelParameters Fit(ReadOnlySpan<double> history) => default;

    public void Forecast(ReadOnlySpan<double> history, in ModelParameters parameters, Span<double> forecast)
    {
        var lag = history.Length < season ? 1 : season;
        for (var step = 0; step < forecast.Length; step++)
            forecast[step] = history[history.Length - lag + (step % lag)];
    }
}
