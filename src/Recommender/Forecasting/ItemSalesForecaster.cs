using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Recommender.Forecasting;

/// <summary>
/// Answers "how did this item sell, and how will it" from the item's sales by day alone, in about a millisecond of processor time, so that
/// a service can ask at every request. Safe for any number of threads; make one and keep it, since it keeps the rooms that forecasts are
/// made in.
/// </summary>
/// <param name="options">Settings; <see cref="ForecastOptions.Season"/> is that of days.</param>
/// <exception cref="ArgumentException">A setting is out of bounds.</exception>
public sealed class ItemSalesForecaster(ForecastOptions options)
{
    // What is shown, and what is forecast from: more of either costs time and tells a reader, or a model of weekly seasons, little.
    private const int ShownDays = 3 * 365;
    private const int FittedDays = 365;

    private readonly Forecaster _forecaster = new(options);

    /// <summary>Forecasts one item.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="days">Its sales by day of UTC, in any order, as its grain and the transaction log count them.</param>
    /// <param name="today">The day that is still running: the first that is forecast.</param>
    /// <returns>
    /// Sales from the first one on (at most three years), and their forecast from the last year; zeros for an item never sold.
    /// </returns>
    public (SalesSeries Sales, SeriesForecast Forecast) Forecast(
        string itemId, IEnumerable<KeyValuePair<DateOnly, int>> days, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        var from = today.AddDays(-ShownDays);
        var sales = SalesSeries.FromDays(
            new SeriesKey(SeriesKind.Item, itemId), SalesPeriod.Day, days.Where(day => day.Key >= from), today.DayNumber);
        return (sales, _forecaster.Forecast(sales.Values.AsSpan(Math.Max(0, sales.Values.Length - FittedDays))));
    }
}
