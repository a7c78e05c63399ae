using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Forecasting;
using BookRecs.Recommender.Forecasting.Reports;
using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Cli.Forecast;

/// <summary>Writes the files of a forecast.</summary>
internal static class ForecastFiles
{
    public const string Forecasts = "forecast.csv";
    public const string Sales = "sales.csv";
    public const string Plot = "forecast.svg";
    public const string Plots = "plots";

    private const int LongestName = 60;

    /// <summary>Names of plots: rank, kind, and what is left of the name.</summary>
    private static readonly Regex OfAnyRun = new(
        $@"^[0-9]{{3,}}-({string.Join('|', Enum.GetNames<SeriesKind>()).ToLowerInvariant()})(-[a-z0-9-]+)?\.svg\z", RegexOptions.CultureInvariant);

    /// <summary>Writes one series: forecast.csv, sales.csv and forecast.svg.</summary>
    public static void WriteOne(DirectoryInfo folder, SalesSeries series, SeriesForecast forecast, string title)
    {
        using var staged = new StagedFolder(folder);
        ForecastCsv.WriteForecasts(staged.PathOf(Forecasts), [series], [forecast]);
        ForecastCsv.WriteSales(staged.PathOf(Sales), series);
        File.WriteAllText(staged.PathOf(Plot), ForecastPlot.Render(series, forecast, title));
        staged.Commit();
    }

    /// <summary>Writes many series: forecast.csv, and plots of those that sell most.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="series">The series.</param>
    /// <param name="forecasts">Their forecasts.</param>
    /// <param name="best">Which of them get a plot.</param>
    /// <param name="label">What a title ends with.</param>
    /// <param name="cancellationToken">Stops the work, and leaves nothing.</param>
    public static void WriteAll(
        DirectoryInfo folder, IReadOnlyList<SalesSeries> series, IReadOnlyList<SeriesForecast> forecasts, IEnumerable<int> best,
        string label, CancellationToken cancellationToken)
    {
        using var staged = new StagedFolder(folder);
        ForecastCsv.WriteForecasts(staged.PathOf(Forecasts), series, forecasts);
        var rank = 0;
        foreach (var index in best)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = string.Create(CultureInfo.InvariantCulture, $"{++rank:000}-{FileName(series[index].Key)}.svg");
            File.WriteAllText(
                staged.PathOf(Path.Combine(Plots, name)), ForecastPlot.Render(series[index], forecasts[index], $"{series[index].Key}{label}"));
        }

        // Plots of an earlier run would stand beside figures that they do not belong to.
        var old = new DirectoryInfo(Path.Combine(folder.FullName, Plots));
        if (old.Exists)
        {
            foreach (var file in old.EnumerateFiles("*.svg").Where(static file => OfAnyRun.IsMatch(file.Name)))
                file.Delete();
        }

        staged.Commit();
    }

    /// <summary>A name of letters, digits and dashes that every file system takes.</summary>
    private static string FileName(SeriesKey key)
    {
        var text = new StringBuilder();
        foreach (var letter in key.ToString().Take(LongestName))
        {
            if (char.IsAsciiLetterOrDigit(letter))
                text.Append(char.ToLowerInvariant(letter));
            else if (text.Length > 0 && text[^1] != '-')
                text.Append('-');
        }

        return text.ToString().TrimEnd('-');
    }
}
