using System.Globalization;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Forecasting;
using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Cli.Forecast;

/// <summary>Prints forecasts.</summary>
internal static class ForecastTable
{
    /// <summary>How many series of --all are printed.</summary>
    public const int Printed = 20;

    private const int NameWidth = 44;

    /// <summary>Prints a line for each future period, the models that were tried, and the sum.</summary>
    public static void WriteOne(TextWriter output, SalesSeries series, SeriesForecast forecast)
    {
        output.Write($"{ShopSales.Unit(series.Period),-12}{"forecast",12}");
        foreach (var interval in forecast.Intervals)
            output.Write($"{Percent(interval.Level) + " interval",18}");
        output.WriteLine();
        for (var step = 0; step < forecast.Values.Length; step++)
        {
            output.Write(string.Create(
                CultureInfo.InvariantCulture, $"{series.FirstDay(series.Values.Length + step),-12:yyyy-MM-dd}{forecast.Values[step],12:0.00}"));
            foreach (var (_, lower, upper) in forecast.Intervals)
                output.Write($"{string.Create(CultureInfo.InvariantCulture, $"{lower[step]:0} to {upper[step]:0}"),18}");
            output.WriteLine();
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"together",-12}{forecast.Values.Sum(),12:0.00}"));
        if (forecast.Scores.Count == 0)
        {
            output.WriteLine($"too few {ShopSales.Unit(series.Period)}s to compare models: the mean without the first sale");
            return;
        }

        output.WriteLine($"chosen: {forecast.Model}; errors a {ShopSales.Unit(series.Period)} in the recent past (mean absolute, root mean squared):");
        foreach (var (model, absolute, squared) in forecast.Scores)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {model,-16}{absolute,10:0.000}{squared,10:0.000}"));
    }

    /// <summary>Prints the series that will sell most.</summary>
    public static void WriteAll(
        TextWriter output, IReadOnlyList<SalesSeries> series, IReadOnlyList<SeriesForecast> forecasts, IEnumerable<int> best)
    {
        output.WriteLine($"{"series",-NameWidth}{"sold so far",14}{"forecast",12}  model");
        foreach (var index in best.Take(Printed))
        {
            var name = series[index].Key.ToString();
            var cut = name.Length < NameWidth ? name : name[..(NameWidth - 2)] + "…";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{cut,-NameWidth}{series[index].Total,14:#,0}{forecasts[index].Values.Sum(),12:#,0.0}  {forecasts[index].Model}"));
        }

        if (series.Count > Printed)
            output.WriteLine($"and {Quantities.Count(series.Count - Printed)} more, all of them in {ForecastFiles.Forecasts}");
    }

    /// <summary>Such as "80 %".</summary>
    private static string Percent(double level) => string.Create(CultureInfo.InvariantCulture, $"{100 * level:0.###} %");
}
