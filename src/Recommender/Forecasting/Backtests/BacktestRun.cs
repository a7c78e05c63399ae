using BookRecs.Recommender.Forecasting.Models;

namespace BookRecs.Recommender.Forecasting.Backtests;

/// <summary>Forecasts the past of one series after the other. Safe for any number of threads.</summary>
internal sealed class BacktestRun
{
    /// <summary>The places of the two chosen forecasts and of the zero forecast among <see cref="Names"/>.</summary>
    public const int Chosen = 0;

    /// <summary>The place of the forecast chosen by the other criterion.</summary>
    public const int Other = 1;

    /// <summary>The place of the forecast that nothing will be sold.</summary>
    public const int Zero = 2;

    private const int FirstModel = 3;

    private readonly Forecaster _forecaster;
    private readonly Forecaster _other;

    public BacktestRun(Forecaster forecaster, Forecaster other, BacktestOptions options)
    {
        (_forecaster, _other, Options) = (forecaster, other, options);
        Names = [NameOf(forecaster), NameOf(other), ForecastBacktest.Zero, .. forecaster.Models.Select(static model => model.Name)];
    }

    public BacktestOptions Options { get; }

    /// <summary>What is compared.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Forecasts one series from each of its origins.</summary>
    public SeriesOutcome Forecast(ReadOnlySpan<double> values)
    {
        var outcome = new SeriesOutcome(Names.Count, Options.Forecast.Levels.Count);
        var horizon = Options.Forecast.Horizon;
        Span<double> room = stackalloc double[horizon];
        for (var index = 0; index < Options.Origins; index++)
        {
            var origin = values.Length - ((index + 1) * horizon);
            if (origin < 1 || (index > 0 && origin < Options.FewestPoints))
                break;
            var history = values[..origin];
            var actual = values.Slice(origin, horizon);
            var scale = ScaledErrors.ScaleOf(history, Options.Forecast.Season);
            if (scale <= 0)
                continue;
            outcome.Origins++;
            outcome.IsSlow = DemandPattern.IsSlow(history);
            foreach (var value in actual)
                outcome.Sold += value;
            Choose(history, actual, scale, outcome);
            room.Clear();
            Add(Zero, room, actual, scale, outcome);
            TryModels(history, actual, scale, room, outcome);
        }

        return outcome;
    }

    private static string NameOf(Forecaster forecaster) => forecaster.Options.Criterion == ForecastCriterion.Squared
        ? ForecastBacktest.ChosenBySquared
        : ForecastBacktest.ChosenByAbsolute;

    private static void Add(
        int place, ReadOnlySpan<double> forecast, ReadOnlySpan<double> actual, double scale, SeriesOutcome outcome)
    {
        outcome.Error[place] += ScaledErrors.MeanAbsoluteError(actual, forecast) / scale;
        outcome.SquaredError[place] += ScaledErrors.RootMeanSquaredError(actual, forecast) / scale;
        foreach (var value in forecast)
            outcome.Sum[place] += value;
    }

    private void Choose(ReadOnlySpan<double> history, ReadOnlySpan<double> actual, double scale, SeriesOutcome outcome)
    {
        var forecast = _forecaster.Forecast(history);
        Add(Chosen, forecast.Values, actual, scale, outcome);
        Add(Other, _other.Forecast(history).Values, actual, scale, outcome);
        foreach (var name in forecast.Model.Split('+'))
        {
            for (var place = FirstModel; place < Names.Count; place++)
            {
                if (Names[place] == name)
                    outcome.Chosen[place]++;
            }
        }

        outcome.Points += actual.Length;
        for (var level = 0; level < forecast.Intervals.Count; level++)
        {
            var (_, lower, upper) = forecast.Intervals[level];
            for (var step = 0; step < actual.Length; step++)
            {
                if (actual[step] >= lower[step] && actual[step] <= upper[step])
                    outcome.Covered[level]++;
                outcome.Width[level] += upper[step] - lower[step];
            }
        }
    }

    /// <summary>Each model alone; one that cannot be fitted stands aside for the recent mean, which always can.</summary>
    private void TryModels(
        ReadOnlySpan<double> history, ReadOnlySpan<double> actual, double scale, Span<double> room, SeriesOutcome outcome)
    {
        var substitute = _forecaster.Models.First(static model => model is RecentMean);
        for (var place = FirstModel; place < Names.Count; place++)
        {
            var model = _forecaster.Models[place - FirstModel];
            if (model.CanFit(history))
                outcome.Fitted[place]++;
            else
                model = substitute;
            model.Forecast(history, model.Fit(history), room);
            ModelSelection.KeepAboveZero(room);
            Add(place, room, actual, scale, outcome);
        }
    }
}
