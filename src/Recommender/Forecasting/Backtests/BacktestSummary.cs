using BookRecs.Recommender.Forecasting.Models;

namespace BookRecs.Recommender.Forecasting.Backtests;

/// <summary>Sums the outcomes of series up, always in their order.</summary>
internal static class BacktestSummary
{
    public static BacktestReport Of(BacktestRun run, IReadOnlyList<SeriesOutcome> outcomes, int tooShort)
    {
        var measured = outcomes.Where(static outcome => outcome.Origins > 0).ToArray();
        var steady = measured.Where(static outcome => !outcome.IsSlow).ToArray();
        var naive = run.Names.ToList().IndexOf(SeasonalNaive.ModelName);
        var models = Enumerable.Range(0, run.Names.Count).Select(place => AccuracyOf(run.Names[place], place, naive, measured, steady)).ToArray();
        return new BacktestReport(
            run.Options,
            measured.Length,
            steady.Length,
            tooShort,
            outcomes.Count - measured.Length,
            measured.Sum(static outcome => (long)outcome.Origins),
            models[BacktestRun.Chosen],
            models[BacktestRun.Other],
            Mean(measured.Where(outcome => outcome.Error[naive] > 0), outcome => outcome.Error[BacktestRun.Chosen] / outcome.Error[naive]),
            [.. models.Where((_, place) => place == BacktestRun.Zero || measured.Any(outcome => outcome.Fitted[place] > 0))
                .OrderBy(static model => model.Mase).ThenBy(static model => model.Model, StringComparer.Ordinal)],
            [.. run.Options.Forecast.Levels.Select((level, index) => CoverageOf(level, index, measured, steady))]);
    }

    private static ModelAccuracy AccuracyOf(
        string name, int place, int naive, IReadOnlyList<SeriesOutcome> measured, IReadOnlyList<SeriesOutcome> steady)
    {
        var (mase, steadyMase) = (MaseOf(place, measured), MaseOf(place, steady));
        return new ModelAccuracy(
            name,
            mase,
            mase / MaseOf(naive, measured),
            RmsseOf(place, measured),
            RmsseOf(place, measured) / RmsseOf(naive, measured),
            steadyMase,
            steadyMase / MaseOf(naive, steady),
            (measured.Sum(outcome => outcome.Sum[place]) / measured.Sum(static outcome => outcome.Sold)) - 1,
            Mean(measured, outcome => (double)outcome.Chosen[place] / outcome.Origins));
    }

    private static IntervalCoverage CoverageOf(
        double level, int index, IReadOnlyList<SeriesOutcome> measured, IReadOnlyList<SeriesOutcome> steady) => new(
        level,
        measured.Sum(outcome => (double)outcome.Covered[index]) / measured.Sum(static outcome => (double)outcome.Points),
        steady.Sum(outcome => (double)outcome.Covered[index]) / steady.Sum(static outcome => (double)outcome.Points),
        measured.Sum(outcome => outcome.Width[index]) / measured.Sum(static outcome => (double)outcome.Points));

    private static double MaseOf(int place, IEnumerable<SeriesOutcome> outcomes) =>
        Mean(outcomes, outcome => outcome.Error[place] / outcome.Origins);

    private static double RmsseOf(int place, IEnumerable<SeriesOutcome> outcomes) =>
        Mean(outcomes, outcome => outcome.SquaredError[place] / outcome.Origins);

    /// <summary>Not a number without any.</summary>
    private static double Mean(IEnumerable<SeriesOutcome> outcomes, Func<SeriesOutcome, double> value)
    {
        var (sum, count) = (0d, 0);
        foreach (var outcome in outcomes)
            (sum, count) = (sum + value(outcome), count + 1);
        return sum / count;
    }
}
