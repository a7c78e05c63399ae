using System.Globalization;
using BookRecs.Recommender.Data.Writing;
using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Recommender.Forecasting.Reports;

/// <summary>Writes sales and forecasts as CSV.</summary>
public static class ForecastCsv
{
    private const int Digits = 4;

    /// <summary>
    /// Writes a line for each series and future period: kind,name,period,date,forecast,lower_80,upper_80,…,model, where date is the
    /// period's first day.
    /// </summary>
    /// <param name="path">The file; gzip when its name ends in .gz.</param>
    /// <param name="series">The series.</param>
    /// <param name="forecasts">A forecast for each of them, all with the same levels.</param>
    public static void WriteForecasts(string path, IReadOnlyList<SalesSeries> series, IReadOnlyList<SeriesForecast> forecasts)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(forecasts);
        using var records = new CsvRecordWriter(path);
        var levels = forecasts.Count == 0 ? [] : forecasts[0].Intervals.Select(static interval => Name(interval.Level));
        records.Header($"kind,name,period,date,forecast,{string.Concat(levels.Select(static level => $"lower_{level},upper_{level},"))}model");
        for (var index = 0; index < series.Count; index++)
        {
            var (one, forecast) = (series[index], forecasts[index]);
            for (var step = 0; step < forecast.Values.Length; step++)
            {
                Begin(records, one, one.Values.Length + step);
                records.Number<double>(Math.Round(forecast.Values[step], Digits));
                foreach (var (_, lower, upper) in forecast.Intervals)
                {
                    records.Number<double>(lower[step]);
                    records.Number<double>(upper[step]);
                }

                records.Text(forecast.Model);
                records.EndRecord();
            }
        }
    }

    /// <summary>Writes a line for each past period of a series: kind,name,period,date,sold.</summary>
    public static void WriteSales(string path, SalesSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        using var records = new CsvRecordWriter(path);
        records.Header("kind,name,period,date,sold");
        for (var point = 0; point < series.Values.Length; point++)
        {
            Begin(records, series, point);
            records.Number<double>(series.Values[point]);
            records.EndRecord();
        }
    }

    private static void Begin(CsvRecordWriter records, SalesSeries series, int point)
    {
        records.Text(series.Key.Kind.ToString().ToLowerInvariant());
        records.Text(series.Key.Name);
        records.Text(series.Period.ToString().ToLowerInvariant());
        records.Text(series.FirstDay(point).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>Such as "80" or "99.5".</summary>
    private static string Name(double level) => (100 * level).ToString("0.###", CultureInfo.InvariantCulture);
}
