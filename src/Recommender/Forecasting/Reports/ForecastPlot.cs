using System.Globalization;
using System.Security;
using System.Text;
using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Recommender.Forecasting.Reports;

/// <summary>
/// Draws sales, their forecast and its prediction intervals as SVG: one file without scripts or foreign fonts, readable on light and
/// on dark pages. The same series and forecast give the same text.
/// </summary>
public static class ForecastPlot
{
    /// <summary>Width of the picture in its own units.</summary>
    public const int Width = 960;

    /// <summary>Height of the picture in its own units.</summary>
    public const int Height = 420;

    private const double Left = 56;
    private const double Right = 936;
    private const double Top = 78;
    private const double Bottom = 376;
    private const int LongestTitle = 60;

    private const string Style =
        """
        <style>
          text { font: 12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #5b6472 }
          .title { font-size: 17px; font-weight: 600; fill: #1f2733 }
          .grid { stroke: #8a94a3; stroke-opacity: .25 }
          .axis, .now { stroke: #8a94a3 }
          .now { stroke-dasharray: 3 4 }
          .sold { fill: none; stroke: #64707f; stroke-width: 1.4; stroke-linejoin: round }
          .forecast { fill: none; stroke: #2f6fde; stroke-width: 2.2; stroke-linejoin: round }
          .band { fill: #2f6fde; fill-opacity: .17; stroke: none }
          .dot { fill: #2f6fde }
          @media (prefers-color-scheme: dark) {
            text { fill: #a3adbb } .title { fill: #e8ecf2 } .sold { stroke: #a3adbb }
            .forecast { stroke: #6ea2ff } .band, .dot { fill: #6ea2ff }
          }
        </style>

        """;

    /// <summary>Draws a series with its forecast.</summary>
    /// <param name="series">The sales; the last of them are shown, as many as suit the horizon.</param>
    /// <param name="forecast">Their forecast.</param>
    /// <param name="title">What is shown, in one line; longer ones are cut.</param>
    public static string Render(SalesSeries series, SeriesForecast forecast, string title)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(title);
        var horizon = forecast.Values.Length;
        var year = SalesCalendar.YearOf(series.Period);
        var shown = Math.Min(series.Values.Length, Math.Max(4 * horizon, series.Period == SalesPeriod.Day ? year / 2 : 2 * year));
        var first = series.Values.Length - shown;
        var values = series.Values.Skip(first).Concat(forecast.Values).Concat(forecast.Intervals.SelectMany(static one => one.Upper));
        var largest = values.DefaultIfEmpty(0).Max();
        var scale = new PlotScale(largest, Bottom, Bottom - Top);
        double X(double point) => Left + ((Right - Left) * (point - first) / (shown + horizon));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}</title>\n").Append(Style);
        AppendHeading(svg, series, forecast, title);
        AppendLegend(svg, forecast);
        AppendGrid(svg, scale);
        AppendDates(svg, series, first, first + shown + horizon, X);
        foreach (var interval in forecast.Intervals.Reverse())
            AppendBand(svg, interval, series.Values.Length, scale, X);
        AppendLine(svg, "sold", [.. series.Values.Skip(first)], first, scale, X);
        AppendForecast(svg, series, forecast, scale, X);
        var now = X(series.Values.Length);
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"now\" x1=\"{now:0.0}\" x2=\"{now:0.0}\" y1=\"{Top}\" y2=\"{Bottom}\"/>\n");
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendHeading(StringBuilder svg, SalesSeries series, SeriesForecast forecast, string title)
    {
        var unit = series.Period == SalesPeriod.Day ? "day" : "week";
        var cut = title.Length > LongestTitle ? title[..(LongestTitle - 1)].TrimEnd() + "…" : title;
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"{Left}\" y=\"30\">{Escape(cut)}</text>\n");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{Left}\" y=\"50\">sold a {unit}; {forecast.Values.Length} {unit}s forecast from {series.FirstDay(series.Values.Length):yyyy-MM-dd} "
            + $"by {Escape(forecast.Model.Replace("+", " + ", StringComparison.Ordinal))}</text>\n");
    }

    /// <summary>In the upper right corner, from the right to the left.</summary>
    private static void AppendLegend(StringBuilder svg, SeriesForecast forecast)
    {
        var place = Right;
        for (var level = forecast.Intervals.Count - 1; level >= 0; level--)
        {
            // A band of a lower level lies on those of all higher ones.
            for (var layer = level; layer < forecast.Intervals.Count; layer++)
                svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"band\" x=\"{place - 62:0.0}\" y=\"18\" width=\"20\" height=\"12\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{place - 38:0.0}\" y=\"28\">{100 * forecast.Intervals[level].Level:0.#} %</text>\n");
            place -= 72;
        }

        AppendKey(svg, "forecast", place - 86);
        AppendKey(svg, "sold", place - 156);
    }

    private static void AppendKey(StringBuilder svg, string style, double place) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<path class=\"{style}\" d=\"M{place:0.0},24h20\"/><text x=\"{place + 25:0.0}\" y=\"28\">{style}</text>\n");

    private static void AppendGrid(StringBuilder svg, in PlotScale scale)
    {
        for (var value = 0d; value <= scale.End + (scale.Step / 2); value += scale.Step)
        {
            var y = scale.Y(value);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"{(value == 0 ? "axis" : "grid")}\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{y:0.0}\" y2=\"{y:0.0}\"/>"
                + $"<text x=\"{Left - 8}\" y=\"{y + 4:0.0}\" text-anchor=\"end\">{value:#,0}</text>\n");
        }
    }

    private static void AppendDates(StringBuilder svg, SalesSeries series, int first, int end, Func<double, double> x)
    {
        var (from, to) = (series.FirstDay(first), series.FirstDay(end));
        var days = (to.DayNumber - from.DayNumber) / (double)(end - first);
        foreach (var (day, label) in PlotDates.Between(from, to))
        {
            var place = x(first + ((day.DayNumber - from.DayNumber) / days));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"axis\" x1=\"{place:0.0}\" x2=\"{place:0.0}\" y1=\"{Bottom}\" y2=\"{Bottom + 5}\"/>"
                + $"<text x=\"{place:0.0}\" y=\"{Bottom + 21}\" text-anchor=\"middle\">{label}</text>\n");
        }
    }

    /// <summary>Each value stands in the middle of its period.</summary>
    private static void AppendLine(
        StringBuilder svg, string style, ReadOnlySpan<double> values, int first, in PlotScale scale, Func<double, double> x)
    {
        if (values.IsEmpty)
            return;
        svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"{style}\" points=\"");
        for (var index = 0; index < values.Length; index++)
            svg.Append(CultureInfo.InvariantCulture, $"{(index == 0 ? "" : " ")}{x(first + index + 0.5):0.0},{scale.Y(values[index]):0.0}");
        svg.Append("\"/>\n");
    }

    private static void AppendForecast(
        StringBuilder svg, SalesSeries series, SeriesForecast forecast, in PlotScale scale, Func<double, double> x)
    {
        var points = series.Values.Length;
        if (forecast.Values.Length > 1)
        {
            AppendLine(svg, "forecast", forecast.Values, points, scale, x);
            return;
        }

        svg.Append(
            CultureInfo.InvariantCulture, $"<circle class=\"dot\" cx=\"{x(points + 0.5):0.0}\" cy=\"{scale.Y(forecast.Values[0]):0.0}\" r=\"3.5\"/>\n");
    }

    /// <summary>A band joins the bounds in the middle of the periods and reaches over the whole of the first and the last.</summary>
    private static void AppendBand(
        StringBuilder svg, PredictionInterval interval, int points, in PlotScale scale, Func<double, double> x)
    {
        var last = interval.Upper.Length - 1;
        svg.Append("<polygon class=\"band\" points=\"");
        AppendPoint(svg, x(points), scale.Y(interval.Upper[0]));
        for (var step = 0; step <= last; step++)
            AppendPoint(svg, x(points + step + 0.5), scale.Y(interval.Upper[step]));
        AppendPoint(svg, x(points + last + 1), scale.Y(interval.Upper[last]));
        AppendPoint(svg, x(points + last + 1), scale.Y(interval.Lower[last]));
        for (var step = last; step >= 0; step--)
            AppendPoint(svg, x(points + step + 0.5), scale.Y(interval.Lower[step]));
        AppendPoint(svg, x(points), scale.Y(interval.Lower[0]));
        svg.Append("\"/>\n");
    }

    private static void AppendPoint(StringBuilder svg, double x, double y) =>
        svg.Append(CultureInfo.InvariantCulture, $"{x:0.0},{y:0.0} ");

    private static string Escape(string text)
    {
        // Control characters are not allowed in XML, not even escaped.
        var clean = string.Concat(text.Select(static one => char.IsControl(one) || one is '\uFFFE' or '\uFFFF' ? ' ' : one));
        return SecurityElement.Escape(clean) ?? "";
    }
}
