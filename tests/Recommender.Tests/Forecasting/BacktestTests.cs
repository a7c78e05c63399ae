using BookRecs.Recommender.Forecasting;
using BookRecs.Recommender.Forecasting.Backtests;
using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Recommender.Tests.Forecasting;

public sealed class BacktestTests
{
    [Fact]
    public void Scale_IsWhatTheSeasonalNaiveForecastMissesWithinTheHistory()
    {
        // With a season of 2: |3 - 1|, |6 - 2|, |3 - 3|, |8 - 6|.
        Assert.Equal((2 + 4 + 0 + 2) / 4d, ScaledErrors.ScaleOf([1, 2, 3, 6, 3, 8], 2));
        Assert.Equal((1 + 1 + 3 + 3 + 5) / 5d, ScaledErrors.ScaleOf([1, 2, 3, 6, 3, 8], 7));
        Assert.Equal(1, ScaledErrors.ScaleOf([1, 2, 1, 2], 2));
        Assert.Equal(0, ScaledErrors.ScaleOf([4, 4, 4, 4], 2));
    }

    [Fact]
    public void Mase_OfTheSeasonalNaiveAndTheZeroForecast_IsAsByHand()
    {
        // Season 2, history 1 2 3 4 2 6, future 3 5: seasonal naive says 2 6 and misses 1 1; zero misses 3 5.
        // The scale is (2 + 2 + 1 + 2) / 4 = 1.75.
        var report = Run([SeriesOf(1, 2, 3, 4, 2, 6, 3, 5)], new BacktestOptions
        {
            Forecast = new ForecastOptions { Horizon = 2, Season = 2 },
            FewestPoints = 8,
            Origins = 1,
        });

        Assert.Equal(1 / 1.75, report.Models.Single(static model => model.Model == "seasonal_naive").Mase, 1e-12);
        var zero = report.Models.Single(static model => model.Model == ForecastBacktest.Zero);
        Assert.Equal(4 / 1.75, zero.Mase, 1e-12);
        Assert.Equal(4, zero.Ratio, 1e-12);
        Assert.Equal(Math.Sqrt(17) / 1.75, zero.Rmsse, 1e-12);
        Assert.Equal(-1, zero.Bias, 1e-12);
    }

    [Fact]
    public void Backtest_ForecastsFromWhatLiesBeforeTheOriginAlone()
    {
        var history = Poisson(new Random(5), 20, 120);
        var options = new BacktestOptions { Forecast = new ForecastOptions { Horizon = 7 }, FewestPoints = 60, Origins = 1 };
        var expected = new Forecaster(options.Forecast).Forecast(history);

        foreach (var future in (double[])[0, 20, 1000])
        {
            double[] actual = [.. Enumerable.Repeat(future, 7)];
            var report = Run([SeriesOf([.. history, .. actual])], options);

            var error = ScaledErrors.MeanAbsoluteError(actual, expected.Values) / ScaledErrors.ScaleOf(history, 7);
            Assert.Equal(error, report.Chosen.Mase, 1e-12);
        }
    }

    [Fact]
    public void Backtest_TakesOriginsWithEnoughHistoryAndTheLastAlways()
    {
        var options = new BacktestOptions { Forecast = new ForecastOptions { Horizon = 10 }, FewestPoints = 50, Origins = 4 };
        var random = new Random(9);

        var report = Run(
            [SeriesOf(Poisson(random, 5, 49)), SeriesOf(Poisson(random, 5, 50)), SeriesOf(Poisson(random, 5, 75)), SeriesOf(new double[80])], options);

        Assert.Equal(1, report.TooShort);
        Assert.Equal(1, report.Constant);
        Assert.Equal(2, report.Series);

        // One from 40; two from 65 and 55.
        Assert.Equal(3, report.Forecasts);
    }

    [Fact]
    public void Intervals_OfRandomSales_HoldAboutAsManyAsTheySay()
    {
        var random = new Random(17);
        var series = Enumerable.Range(0, 120).Select(_ => SeriesOf(Poisson(random, 30, 200))).ToArray();

        var report = Run(series, new BacktestOptions { Forecast = new ForecastOptions { Horizon = 7 }, FewestPoints = 150, Origins = 2 });

        Assert.InRange(report.Coverage[0].Covered, 0.76, 0.86);
        Assert.InRange(report.Coverage[1].Covered, 0.92, 0.98);
        Assert.Equal(report.Coverage[0].Covered, report.Coverage[0].SteadyCovered);
        Assert.True(report.Coverage[0].MeanWidth < report.Coverage[1].MeanWidth);
    }

    [Fact]
    public void Chosen_OfSeasonalSales_BeatsSeasonalNaive()
    {
        double[] shape = [8, 9, 10, 11, 14, 22, 18];
        var random = new Random(23);
        var series = Enumerable.Range(0, 40)
            .Select(_ => SeriesOf([.. Enumerable.Range(0, 220).Select(point => Draw(random, shape[point % 7]))]))
            .ToArray();

        var report = Run(series, new BacktestOptions { Forecast = new ForecastOptions { Horizon = 14 }, FewestPoints = 150, Origins = 2 });

        Assert.InRange(report.Chosen.Ratio, 0.5, 0.85);
        Assert.InRange(report.MeanRatio, 0.5, 0.9);
        Assert.InRange(report.Chosen.Bias, -0.05, 0.05);
    }

    [Fact]
    public void Backtest_OnAnyNumberOfThreads_IsTheSame()
    {
        var random = new Random(2);
        var series = Enumerable.Range(0, 40).Select(index => SeriesOf(Poisson(random, 1 + (index % 5), 100))).ToArray();
        var options = new BacktestOptions { FewestPoints = 60, Forecast = new ForecastOptions { Horizon = 7 } };

        Assert.Equal(
            BacktestTable.Render(Run(series, options with { Threads = 1 })), BacktestTable.Render(Run(series, options with { Threads = 3 })));
    }

    [Fact]
    public void Options_OutOfBounds_AreRefusedByName()
    {
        Assert.Equal("Backtest.FewestPoints", RefusedSetting(new BacktestOptions { FewestPoints = 3 }));
        Assert.Equal("Backtest.Origins", RefusedSetting(new BacktestOptions { Origins = 0 }));
        Assert.Equal("Backtest.Threads", RefusedSetting(new BacktestOptions { Threads = 0 }));
    }

    private static string? RefusedSetting(BacktestOptions options) => Assert.Throws<ArgumentException>(() => Run([], options)).ParamName;

    private static BacktestReport Run(IReadOnlyList<SalesSeries> series, BacktestOptions options) =>
        ForecastBacktest.Run(series, options, null, TestContext.Current.CancellationToken);

    private static SalesSeries SeriesOf(params double[] values) => new(SeriesKey.Shop, SalesPeriod.Day, 738_000, values);

    private static double[] Poisson(Random random, double mean, int points) =>
        [.. Enumerable.Range(0, points).Select(_ => Draw(random, mean))];

    /// <summary>Knuth's way: how many uniform numbers it takes to multiply below e^-mean.</summary>
    private static double Draw(Random random, double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        for (; product > limit; count++)
            product *= random.NextDouble();
        return count;
    }
}
