using BookRecs.Recommender.Forecasting;
using BookRecs.Recommender.Forecasting.Sales;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Forecasting;

public sealed class ForecasterTests
{
    private static readonly Gen<double[]> Histories = Gen.OneOf(
        Gen.Choose(0, 4).ListOf().Select(static drawn => drawn.Select(static value => (double)value).ToArray()),
        Gen.Choose(0, 500).ListOf(60).Select(static drawn => drawn.Select(static value => (double)value).ToArray()),
        Gen.Choose(-8, 3).ListOf(90).Select(static drawn => drawn.Select(static value => Math.Max(0d, value)).ToArray()),
        Gen.Elements(0d, 1e-9, 1e9, 3).ListOf(40).Select(static drawn => drawn.ToArray()));

    [Fact]
    public void Forecast_OfAnyHistory_IsFiniteNotNegativeAndHasNestedIntervals()
    {
        var cases = Gen.Zip(Histories, Gen.Zip(Gen.Choose(1, 30), Gen.Elements(1, 7, 12, 52)));
        Prop.ForAll(cases.ToArbitrary(), drawn =>
        {
            var (history, (horizon, season)) = drawn;
            var forecast = new Forecaster(new ForecastOptions { Horizon = horizon, Season = season }).Forecast(history);
            var (narrow, wide) = (forecast.Intervals[0], forecast.Intervals[1]);
            return forecast.Values.Length == horizon
                && forecast.Values.All(static value => double.IsFinite(value) && value >= 0)
                && Enumerable.Range(0, horizon).All(step =>
                    wide.Lower[step] >= 0 && wide.Lower[step] <= narrow.Lower[step] && narrow.Lower[step] <= narrow.Upper[step]
                    && narrow.Upper[step] <= wide.Upper[step] && double.IsInteger(wide.Upper[step]) && double.IsFinite(wide.Upper[step]));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Forecast_OfNothing_IsNothing()
    {
        var forecast = Of([]);

        Assert.Equal(Forecaster.NoModel, forecast.Model);
        Assert.All(forecast.Values, static value => Assert.Equal(0, value));
        Assert.All(forecast.Intervals, static interval => Assert.All(interval.Upper, static value => Assert.Equal(0, value)));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 3)]
    public void Forecast_OfOnePoint_LeavesTheSaleOutThatBeganIt(double sold, double expected)
    {
        var forecast = Of([sold]);

        Assert.Equal(Forecaster.FewPoints, forecast.Model);
        Assert.All(forecast.Values, value => Assert.Equal(expected, value));
        Assert.Empty(forecast.Scores);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(400)]
    public void Forecast_OfAConstant_IsTheConstantWithoutDoubt(int points)
    {
        var forecast = Of([.. Enumerable.Repeat(6d, points)]);

        Assert.All(forecast.Values, static value => Assert.Equal(6, value, 1e-6));
        Assert.All(forecast.Intervals, static interval => Assert.All(interval.Lower.Concat(interval.Upper), static bound => Assert.Equal(6, bound)));
    }

    [Fact]
    public void Forecast_OfAWeeklyPattern_FollowsIt()
    {
        double[] shape = [10, 12, 14, 16, 20, 40, 30];
        var random = new Random(7);
        var history = Enumerable.Range(0, 210).Select(point => Math.Round(shape[point % 7] + (random.NextDouble() * 4))).ToArray();

        var forecast = Of(history);

        for (var step = 0; step < forecast.Values.Length; step++)
            Assert.InRange(forecast.Values[step], shape[step % 7] - 1, shape[step % 7] + 5);
    }

    [Fact]
    public void Forecast_OfLessThanFourYearsOfWeeksOnALineWithAYear_IsExact()
    {
        double Sold(int week) => 100 + (2 * week) + (30 * Math.Cos(2 * Math.PI * week / 52));
        var forecaster = new Forecaster(new ForecastOptions { Season = 52, Horizon = 26 });

        var forecast = forecaster.Forecast([.. Enumerable.Range(0, 190).Select(Sold)]);

        for (var step = 0; step < forecast.Values.Length; step++)
            Assert.Equal(Sold(190 + step), forecast.Values[step], 1e-6);
    }

    [Theory]
    [InlineData(155, 13, false)]
    [InlineData(156, 13, true)]
    [InlineData(172, 26, false)]
    [InlineData(173, 26, true)]
    public void Forecast_OfWeeks_TriesSeasonalModelsFromThreeSeasonsAndFourOriginsOn(int weeks, int horizon, bool areTried)
    {
        var random = new Random(19);
        var forecaster = new Forecaster(new ForecastOptions { Season = 52, Horizon = horizon });

        var forecast = forecaster.Forecast([.. Enumerable.Range(0, weeks).Select(_ => (double)random.Next(20, 60))]);

        Assert.Equal(areTried, forecast.Scores.Any(static score => score.Model == "ets_aaa"));
    }

    [Fact]
    public void Forecast_OfABookNobodyBuysAnyMore_IsAlmostNothing()
    {
        double[] history = [.. Enumerable.Range(0, 100).Select(static point => point % 3 == 0 ? 2d : 0d), .. new double[200]];

        Assert.All(Of(history).Values, static value => Assert.InRange(value, 0, 0.02));
    }

    [Fact]
    public void Forecast_ChoosesByTheCriterion()
    {
        // A sale every third day: the median day has none, the mean day has one.
        double[] history = [.. Enumerable.Range(0, 120).Select(static point => (point * 7 % 10) < 3 ? 3d : 0d)];

        var mean = new Forecaster(new ForecastOptions { Season = 1 }).Forecast(history);
        var median = new Forecaster(new ForecastOptions { Season = 1, Criterion = ForecastCriterion.Absolute }).Forecast(history);

        Assert.InRange(mean.Values.Average(), 0.7, 1.1);
        Assert.InRange(median.Values.Average(), 0, 0.3);
    }

    [Fact]
    public void Forecast_ScoresAreInOrderAndThoseOfTheChoice()
    {
        var random = new Random(3);
        var forecast = Of([.. Enumerable.Range(0, 200).Select(_ => (double)random.Next(5, 30))]);

        Assert.Equal(forecast.Scores.Order(Comparer<ModelScore>.Create(static (one, other) => one.RootMeanSquaredError.CompareTo(other.RootMeanSquaredError))), forecast.Scores);
        Assert.Contains(forecast.Scores[0].Model == "combination" ? "+" : forecast.Scores[0].Model, forecast.Model, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_OnAnyNumberOfThreads_IsTheSame()
    {
        var random = new Random(11);
        var series = Enumerable.Range(0, 60).Select(index => new SalesSeries(
            new SeriesKey(SeriesKind.Item, $"{index}"),
            SalesPeriod.Day,
            738_000,
            [.. Enumerable.Range(0, random.Next(0, 300)).Select(_ => (double)random.Next(0, 1 + (index % 9)))])).ToArray();

        var one = ForecastBatch.Run(series, new ForecastOptions(), 1, null, TestContext.Current.CancellationToken);
        var three = ForecastBatch.Run(series, new ForecastOptions(), 3, null, TestContext.Current.CancellationToken);

        Assert.Equal(one.Select(TextOf), three.Select(TextOf));
    }

    [Fact]
    public void Forecast_OfLaterDates_IsTheSame()
    {
        var days = Enumerable.Range(0, 90).Select(static day => new KeyValuePair<DateOnly, int>(new DateOnly(2023, 5, 1).AddDays(day), day * 5 % 7)).ToArray();
        var later = days.Select(static day => new KeyValuePair<DateOnly, int>(day.Key.AddDays(70), day.Value));
        var forecaster = new ItemSalesForecaster(new ForecastOptions());

        var (sales, forecast) = forecaster.Forecast("a", days, new DateOnly(2023, 7, 30));
        var (laterSales, laterForecast) = forecaster.Forecast("a", later, new DateOnly(2023, 7, 30).AddDays(70));

        Assert.Equal(sales.Values, laterSales.Values);
        Assert.Equal(sales.FirstDay(0).AddDays(70), laterSales.FirstDay(0));
        Assert.Equal(TextOf(forecast), TextOf(laterForecast));
    }

    [Fact]
    public void ItemForecast_LooksAtWholeDaysOfThreeYears()
    {
        KeyValuePair<DateOnly, int>[] days = [new(new(2015, 1, 1), 9), new(new(2024, 1, 1), 1), new(new(2024, 1, 9), 2), new(new(2024, 1, 10), 7)];

        var (sales, forecast) = new ItemSalesForecaster(new ForecastOptions { Horizon = 3 }).Forecast("a", days, new DateOnly(2024, 1, 10));

        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 2], sales.Values);
        Assert.Equal(3, forecast.Values.Length);
        Assert.Empty(new ItemSalesForecaster(new ForecastOptions()).Forecast("b", [], new DateOnly(2024, 1, 10)).Sales.Values);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Forecast_OfWhatIsNoSale_IsRefused(double value)
    {
        var error = Assert.Throws<ArgumentException>(() => Of([1, value]));
        Assert.Contains("history[1]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfBounds_AreRefusedByName()
    {
        AssertRefused("Forecast.Horizon", new ForecastOptions { Horizon = 0 });
        AssertRefused("Forecast.Season", new ForecastOptions { Season = 367 });
        AssertRefused("Forecast.Levels", new ForecastOptions { Levels = [] });
        AssertRefused("Forecast.Levels", new ForecastOptions { Levels = [0.9, 0.8] });
        AssertRefused("Forecast.Levels", new ForecastOptions { Levels = [1] });
        AssertRefused("Forecast.Criterion", new ForecastOptions { Criterion = (ForecastCriterion)9 });
        AssertRefused("Forecast.SelectionOrigins", new ForecastOptions { SelectionOrigins = 0 });
        AssertRefused("Forecast.IntervalOrigins", new ForecastOptions { IntervalOrigins = 0 });
        AssertRefused("Forecast.Combined", new ForecastOptions { Combined = 1 });
        new ForecastOptions().Validate();
    }

    private static void AssertRefused(string setting, ForecastOptions options) =>
        Assert.Equal(setting, Assert.Throws<ArgumentException>(() => new Forecaster(options)).ParamName);

    private static SeriesForecast Of(double[] history) => new Forecaster(new ForecastOptions()).Forecast(history);

    private static string TextOf(SeriesForecast forecast) =>
        $"{forecast.Model}: {string.Join(' ', forecast.Values)}; {string.Join(' ', forecast.Intervals.SelectMany(static one => one.Lower.Concat(one.Upper)))}";
}
