using System.Globalization;
using System.Text;
using BookRecs.Recommender.Forecasting.Models;

namespace BookRecs.Recommender.Forecasting.Backtests;

/// <summary>Renders a backtest as a table for a terminal.</summary>
public static class BacktestTable
{
    private static readonly string[] Columns = ["MASE", "ratio", "RMSSE", "ratio", "steady MASE", "ratio", "bias", "chosen"];

    /// <summary>Renders the report; every line ends with a line feed.</summary>
    public static string Render(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{report.Series:N0} series, {report.Forecasts:N0} forecasts of {report.Options.Forecast.Horizon} periods, season "
            + $"{report.Options.Forecast.Season}; {report.SteadySeries:N0} series are steady, the others slow movers\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"left out: {report.TooShort:N0} series with fewer than {report.Options.FewestPoints} periods, {report.Constant:N0} that never change\n\n");
        var rows = report.Models.Prepend(report.ChosenByOther).Prepend(report.Chosen).ToArray();
        var width = rows.Max(static row => row.Model.Length);
        text.Append("forecast".PadRight(width));
        foreach (var column in Columns)
            text.Append("  ").Append(column.PadLeft(Width(column)));
        text.Append('\n');
        foreach (var row in rows)
            AppendRow(row, width, text);
        text.Append('\n');
        foreach (var coverage in report.Coverage)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"intervals of {100 * coverage.Level:0.#} % held {100 * coverage.Covered:0.0} % of all sales, "
                + $"{100 * coverage.SteadyCovered:0.0} % of the steady series; mean width {coverage.MeanWidth:0.00}\n");
        }

        var naive = report.Models.First(static model => model.Model == SeasonalNaive.ModelName);
        text.Append(
            CultureInfo.InvariantCulture,
            $"mean MASE {report.Chosen.Mase:0.0000} is {report.Chosen.Ratio:0.0000} of seasonal naive's {naive.Mase:0.0000}; "
            + $"mean of each series' ratio {report.MeanRatio:0.0000}\n");
        return text.ToString();
    }

    private static void AppendRow(ModelAccuracy row, int width, StringBuilder text)
    {
        double[] figures = [row.Mase, row.Ratio, row.Rmsse, row.RmsseRatio, row.SteadyMase, row.SteadyRatio, row.Bias, row.Chosen];
        text.Append(row.Model.PadRight(width));
        // The two choices are made of models and are none themselves.
        var shown = row.Model.Contains(' ', StringComparison.Ordinal) ? figures.Length - 1 : figures.Length;
        for (var column = 0; column < shown; column++)
        {
            var figure = double.IsFinite(figures[column]) ? figures[column].ToString("0.0000", CultureInfo.InvariantCulture) : "-";
            text.Append("  ").Append(figure.PadLeft(Width(Columns[column])));
        }

        text.Append('\n');
    }

    private static int Width(string column) => Math.Max(column.Length, 7);
}
