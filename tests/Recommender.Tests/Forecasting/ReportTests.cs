using System.Xml.Linq;
using BookRecs.Recommender.Forecasting;
using BookRecs.Recommender.Forecasting.Reports;
using BookRecs.Recommender.Forecasting.Sales;
using BookRecs.Recommender.Tests.Training;

namespace BookRecs.Recommender.Tests.Forecasting;

public sealed class ReportTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Plot_ShowsSalesForecastAndABandForEachLevel()
    {
        var plot = XDocument.Parse(Plot(Sales(200, 12), 28, "genre Sea & <Sky>"));

        Assert.Equal("genre Sea & <Sky>", plot.Root!.Element(Svg + "title")!.Value);
        Assert.Equal(2, plot.Descendants(Svg + "polygon").Count(static band => (string?)band.Attribute("class") == "band"));
        var lines = plot.Descendants(Svg + "polyline").ToDictionary(static line => (string)line.Attribute("class")!, PointsOf);
        Assert.Equal(182, lines["sold"].Length);
        Assert.Equal(28, lines["forecast"].Length);
        Assert.All(lines.Values.SelectMany(static points => points), static point =>
        {
            Assert.InRange(point.X, 0, ForecastPlot.Width);
            Assert.InRange(point.Y, 0, ForecastPlot.Height);
        });
        Assert.True(lines["forecast"][0].X > lines["sold"][^1].X, "the forecast goes on where the sales end");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1, 366)]
    [InlineData(3, 7)]
    [InlineData(2000, 366)]
    public void Plot_OfAnyLength_IsWellFormedAndHasReadableAxes(int points, int horizon)
    {
        var plot = Plot(Sales(points, 3), horizon, "shop");

        Assert.DoesNotContain("NaN", plot, StringComparison.Ordinal);
        var labels = XDocument.Parse(plot).Descendants(Svg + "text").Count(static text => (string?)text.Attribute("text-anchor") == "middle");
        Assert.InRange(labels, 1, 12);
    }

    [Fact]
    public void Plot_TitleWithControlCharactersOrTooLong_IsCleanedAndCut()
    {
        var plot = XDocument.Parse(Plot(Sales(20, 3), 7, "A\u0001B" + new string('x', 300)));

        Assert.StartsWith("A B", plot.Root!.Element(Svg + "title")!.Value, StringComparison.Ordinal);
        Assert.InRange(plot.Descendants(Svg + "text").Max(static text => text.Value.Length), 20, 80);
    }

    [Fact]
    public void Csv_HasALineForEachPeriod()
    {
        using var folder = new TemporaryFolder();
        var (forecasts, sales) = (Path.Combine(folder.Path, "forecast.csv"), Path.Combine(folder.Path, "sales.csv"));
        var series = new SalesSeries(new SeriesKey(SeriesKind.Genre, "Sea, \"Sky\""), SalesPeriod.Week, Monday, [3, 0]);
        var interval = new PredictionInterval(0.8, [0, 1], [4, 5]);

        ForecastCsv.WriteForecasts(forecasts, [series], [new SeriesForecast("tsb", [1.23456, 2], [interval], [])]);
        ForecastCsv.WriteSales(sales, series);

        Assert.Equal(
            "kind,name,period,date,forecast,lower_80,upper_80,model\n"
            + "genre,\"Sea, \"\"Sky\"\"\",week,2024-01-15,1.2346,0,4,tsb\n"
            + "genre,\"Sea, \"\"Sky\"\"\",week,2024-01-22,2,1,5,tsb\n",
            File.ReadAllText(forecasts));
        Assert.Equal(
            "kind,name,period,date,sold\n"
            + "genre,\"Sea, \"\"Sky\"\"\",week,2024-01-01,3\n"
            + "genre,\"Sea, \"\"Sky\"\"\",week,2024-01-08,0\n",
            File.ReadAllText(sales));
    }

    private static int Monday => SalesCalendar.IndexOf(new DateOnly(2024, 1, 1), SalesPeriod.Week);

    private static SalesSeries Sales(int points, int most) => new(
        SeriesKey.Shop, SalesPeriod.Day, new DateOnly(2024, 1, 1).DayNumber, [.. Enumerable.Range(0, points).Select(point => (double)(point * 5 % (most + 1)))]);

    private static string Plot(SalesSeries series, int horizon, string title) =>
        ForecastPlot.Render(series, new Forecaster(new ForecastOptions { Horizon = horizon }).Forecast(series.Values), title);

    private static (double X, double Y)[] PointsOf(XElement line) =>
    [
        .. ((string)line.Attribute("points")!).Split(' ').Select(static point =>
        {
            var parts = point.Split(',');
            return (double.Parse(parts[0], null), double.Parse(parts[1], null));
        }),
    ];
}
