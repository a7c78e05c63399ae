using BookRecs.Recommender.Forecasting.Models;

namespace BookRecs.Recommender.Tests.Forecasting;

public sealed class ModelTests
{
    /// <summary>Air passengers of Australia, 1990 to 2016, in millions: the example of section 7.2 of "Forecasting: principles and practice", 2nd ed.</summary>
    private static readonly double[] AirPassengers =
    [
        17.55, 21.86, 23.89, 26.93, 26.89, 28.83, 30.08, 30.95, 30.19, 31.58, 32.58, 33.48, 39.02, 41.39, 41.60, 44.66, 46.95, 48.73,
        51.49, 50.03, 60.64, 63.36, 66.36, 68.20, 68.12, 69.78, 72.60,
    ];

    [Fact]
    public void Holt_WithThePublishedFit_GivesThePublishedForecasts()
    {
        var holt = new ExponentialSmoothing(TrendKind.Additive, SeasonKind.None, 1);
        var parameters = new ModelParameters(Level: 0.8321, Trend: 0.8321 * 0.0001);

        var state = holt.Run(AirPassengers, parameters, new SmoothingState(15.57, 2.102), [], double.PositiveInfinity, out _);
        var forecast = new double[5];
        holt.Extend(state, parameters, [], AirPassengers.Length, forecast);

        double[] published = [74.60, 76.70, 78.80, 80.91, 83.01];
        Assert.All(published.Zip(forecast), pair => Assert.Equal(pair.First, pair.Second, 0.02));
    }

    [Fact]
    public void SimpleSmoothing_OfThreePoints_IsAsByHand()
    {
        var smoothing = new ExponentialSmoothing(TrendKind.None, SeasonKind.None, 1);
        var parameters = new ModelParameters(Level: 0.5);

        // 4, then (4 + 8) / 2 = 6, (6 + 2) / 2 = 4, (4 + 6) / 2 = 5; misses 4, -4 and 2.
        var state = smoothing.Run([8, 2, 6], parameters, new SmoothingState(4, 0), [], double.PositiveInfinity, out var error);

        Assert.Equal(5, state.Level, 1e-12);
        Assert.Equal(16 + 16 + 4, error, 1e-12);
    }

    [Fact]
    public void DampedTrend_GoesOnByEverLess()
    {
        var damped = new ExponentialSmoothing(TrendKind.Damped, SeasonKind.None, 1);
        var forecast = new double[3];

        damped.Extend(new SmoothingState(10, 4), new ModelParameters(Damping: 0.5), [], 7, forecast);

        Assert.Equal([12, 13, 13.5], forecast);
    }

    [Theory]
    [InlineData((int)SeasonKind.Additive)]
    [InlineData((int)SeasonKind.Multiplicative)]
    public void HoltWinters_OfAPerfectPattern_GoesOnWithIt(int season)
    {
        double[] shape = [0.5, 1, 1.5, 1];
        var isAdditive = season == (int)SeasonKind.Additive;
        var values = Enumerable.Range(0, 44).Select(point => isAdditive ? 20 + (8 * shape[point % 4]) : 20 * shape[point % 4]).ToArray();
        var model = new ExponentialSmoothing(TrendKind.None, (SeasonKind)season, 4);
        var history = values.AsSpan(0, 36);
        var forecast = new double[8];

        model.Forecast(history, model.Fit(history), forecast);

        Assert.All(values[36..].Zip(forecast), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    /// <summary>A line alone, and with a season that leans neither way, so that its mean is on the line.</summary>
    [Theory]
    [InlineData((int)SeasonKind.Additive, 0.0, 0.0, 0.0, 0.0)]
    [InlineData((int)SeasonKind.Additive, 6.0, -9.0, 1.0, 2.0)]
    [InlineData((int)SeasonKind.Multiplicative, 0.0, 0.0, 0.0, 0.0)]
    [InlineData((int)SeasonKind.Multiplicative, 0.5, -0.5, -0.5, 0.5)]
    public void HoltWinters_OfALineWithASeason_GoesOnWithBoth(int season, params double[] shape)
    {
        var isAdditive = season == (int)SeasonKind.Additive;
        var values = Enumerable.Range(0, 44)
            .Select(point => (Line: 100 + (2.0 * point), Shape: shape[point % 4]))
            .Select(point => isAdditive ? point.Line + point.Shape : point.Line * (1 + point.Shape))
            .ToArray();
        var model = new ExponentialSmoothing(TrendKind.Additive, (SeasonKind)season, 4);
        var forecast = new double[8];

        model.Forecast(values.AsSpan(0, 36), model.Fit(values.AsSpan(0, 36)), forecast);

        Assert.All(values[36..].Zip(forecast), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Theory]
    [InlineData((int)SeasonKind.Additive)]
    [InlineData((int)SeasonKind.Multiplicative)]
    public void HoltWinters_OfFiveYearsOfWeeksOnALine_GoesOnWithIt(int season)
    {
        var values = Enumerable.Range(0, 286).Select(static point => 100 + (2.0 * point)).ToArray();
        var model = new ExponentialSmoothing(TrendKind.Additive, (SeasonKind)season, 52);
        var forecast = new double[26];

        model.Forecast(values.AsSpan(0, 260), model.Fit(values.AsSpan(0, 260)), forecast);

        Assert.All(values[260..].Zip(forecast), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData((int)SeasonKind.Additive)]
    [InlineData((int)SeasonKind.Multiplicative)]
    public void Beginning_WithASeasonButNoTrend_HasNoneOfTheLineInItsShape(int season)
    {
        var isMultiplicative = season == (int)SeasonKind.Multiplicative;
        var shape = new double[4];

        var state = SmoothingState.Begin([10, 12, 14, 16, 18, 20, 22, 24], hasTrend: false, isMultiplicative, shape);

        Assert.Equal(new SmoothingState(13, 0), state);
        Assert.All(shape, value => Assert.Equal(isMultiplicative ? 1 : 0, value, 1e-12));
    }

    [Fact]
    public void MultiplicativeBeginning_OfALineThatFallsBelowZero_StaysFinite()
    {
        var shape = new double[4];

        var state = SmoothingState.Begin([1000, 100, 10, 1, 1, 1, 1, 1], hasTrend: true, multiplicative: true, shape);

        Assert.True(double.IsFinite(state.Level) && state.Trend < 0, $"{state}");
        Assert.All(shape, static value => Assert.True(double.IsFinite(value) && value > 0, $"{value}"));
    }

    [Fact]
    public void MultiplicativeSeason_OfASeriesWithAZero_CannotBeFitted()
    {
        var values = Enumerable.Repeat(5d, 40).ToArray();
        var model = new ExponentialSmoothing(TrendKind.None, SeasonKind.Multiplicative, 7);
        Assert.True(model.CanFit(values));
        values[20] = 0;
        Assert.False(model.CanFit(values));
    }

    [Fact]
    public void Croston_IsAsByHand()
    {
        // Sizes 4 and 2, mean 3; two sales in six points, mean interval 3. The first sale moves the size to 3.1, the second, four
        // points later, to 3.1 + 0.1 · (2 - 3.1) = 2.99 and the interval to 3 + 0.1 · (4 - 3) = 3.1.
        double[] history = [4, 0, 0, 0, 2, 0];
        var forecast = new double[2];

        new Croston(corrected: false).Forecast(history, new ModelParameters(Level: 0.1), forecast);
        Assert.All(forecast, value => Assert.Equal(2.99 / 3.1, value, 1e-12));

        new Croston(corrected: true).Forecast(history, new ModelParameters(Level: 0.1), forecast);
        Assert.All(forecast, value => Assert.Equal(0.95 * 2.99 / 3.1, value, 1e-12));
    }

    [Fact]
    public void TeunterSyntetosBabai_IsAsByHand()
    {
        // It begins with a probability of 1/2 and a size of 4. A sale of 4: 0.5 + 0.2 · 0.5 = 0.6, size 4. None: 0.6 · 0.8 = 0.48.
        // A sale of 4: 0.48 + 0.2 · 0.52 = 0.584. None: 0.4672.
        var forecast = new double[1];

        new TeunterSyntetosBabai().Forecast([4, 0, 4, 0], new ModelParameters(Level: 0.1, Trend: 0.2), forecast);

        Assert.Equal(0.4672 * 4, forecast[0], 1e-12);
    }

    [Fact]
    public void TeunterSyntetosBabai_OfABookNobodyBuysAnyMore_SinksWhereCrostonStays()
    {
        double[] history = [3, 1, 0, 2, 3, 0, 1, 2, .. new double[60]];
        var (croston, tsb) = (new double[1], new double[1]);

        new Croston(corrected: false).Forecast(history, new ModelParameters(Level: 0.1), croston);
        new TeunterSyntetosBabai().Forecast(history, new ModelParameters(Level: 0.1, Trend: 0.1), tsb);

        Assert.True(tsb[0] < 0.01, $"{tsb[0]} after sixty periods without a sale");
        Assert.True(croston[0] > 10 * tsb[0], $"{croston[0]} against {tsb[0]}");
    }

    [Fact]
    public void Theta_IsTheMeanOfTheLineAndOfTheDoubledCurvature()
    {
        double[] history = [3, 5, 4, 8, 7, 9, 12, 10, 13, 15];
        var (alpha, forecast) = (0.3, new double[4]);

        new Theta(7).Forecast(history, new ModelParameters(Level: alpha), forecast);

        // The two theta lines of the definition: the least-squares line, and twice the series less that line, smoothed from its start.
        var middle = (history.Length - 1) / 2d;
        var mean = history.Average();
        var slope = history.Select((value, point) => (point - middle) * (value - mean)).Sum()
            / history.Select((_, point) => (point - middle) * (point - middle)).Sum();
        double Line(int point) => mean + (slope * (point - middle));
        var curved = history.Select((value, point) => (2 * value) - Line(point)).ToArray();
        var level = (2 * history[0]) - Line(0);
        foreach (var value in curved)
            level += alpha * (value - level);
        for (var step = 0; step < forecast.Length; step++)
            Assert.Equal((Line(history.Length + step) + level) / 2, forecast[step], 1e-9);
    }

    [Fact]
    public void Theta_OfAWeeklyPattern_KeepsIt()
    {
        double[] shape = [1, 2, 3, 4, 5, 9, 7];
        var history = Enumerable.Range(0, 70).Select(point => shape[point % 7] + (0.1 * point)).ToArray();
        var model = new Theta(7);
        var forecast = new double[14];

        var parameters = model.Fit(history);
        model.Forecast(history, parameters, forecast);

        // Half of the slope is kept, so that the last of 14 steps is about half of 1.4 behind, and a little for the smoothing.
        Assert.True(parameters.IsSeasonal, "the season must be found");
        for (var step = 0; step < forecast.Length; step++)
            Assert.Equal(shape[step % 7] + (0.1 * (70 + step)), forecast[step], 1.0);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void SeasonalShape_OfALineWithASeason_IsTheSeason(int season)
    {
        double[] shape = season == 3 ? [2, -3, 1] : [2, -3, 4, -3];
        var history = Enumerable.Range(0, 24).Select(point => 10 + (2.0 * point) + shape[point % season]).ToArray();
        var found = new double[season];

        SeasonalShape.Fill(history, found);

        Assert.All(shape.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.True(SeasonalShape.IsSeasonal([.. Enumerable.Range(0, 24).Select(point => shape[point % season])], season));
        Assert.False(SeasonalShape.IsSeasonal([.. Enumerable.Range(0, 24).Select(static point => (double)(point * point % 11))], 7));
    }

    [Fact]
    public void SeasonalNaive_RepeatsTheLastSeason()
    {
        var forecast = new double[5];

        new SeasonalNaive(3).Forecast([9, 1, 2, 3], default, forecast);
        Assert.Equal([1, 2, 3, 1, 2], forecast);

        new SeasonalNaive(7).Forecast([9, 1, 2, 3], default, forecast);
        Assert.Equal([3, 3, 3, 3, 3], forecast);
    }

    [Fact]
    public void RecentMean_ChoosesTheWindowThatWouldHaveForecastBest()
    {
        var model = new RecentMean([2, 10]);
        double[] jump = [.. Enumerable.Repeat(0d, 20), .. Enumerable.Repeat(10d, 20)];
        double[] noise = [.. Enumerable.Range(0, 40).Select(static point => point % 4 < 2 ? 4d : 8d)];
        var forecast = new double[1];

        Assert.Equal(2, model.Fit(jump).Window);
        Assert.Equal(10, model.Fit(noise).Window);
        model.Forecast(jump, new ModelParameters(Window: 2), forecast);
        Assert.Equal(10, forecast[0]);
    }

    [Fact]
    public void RecentMedian_IsTheMiddleOfTheWindow()
    {
        var forecast = new double[1];

        new RecentMedian(4).Forecast([100, 1, 9, 4, 5], new ModelParameters(Window: 4), forecast);
        Assert.Equal(4.5, forecast[0]);

        new RecentMedian(4).Forecast([7, 1, 9], new ModelParameters(Window: 4), forecast);
        Assert.Equal(7, forecast[0]);
    }

    [Fact]
    public void DemandPattern_DividesAtAMeanIntervalOf132()
    {
        Assert.False(DemandPattern.IsSlow([.. Enumerable.Repeat(1d, 100), .. new double[31]]));
        Assert.True(DemandPattern.IsSlow([.. Enumerable.Repeat(1d, 100), .. new double[32]]));
        Assert.True(DemandPattern.IsSlow(new double[5]));
    }
}
