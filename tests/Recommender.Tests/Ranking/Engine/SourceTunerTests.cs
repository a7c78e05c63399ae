using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

public sealed class SourceTunerTests
{
    [Fact]
    public void Choose_WithoutTime_KeepsTheOptions()
    {
        Assert.Empty(EngineShop.Fitted.EngineReport!.Trials);
        Assert.False(EngineShop.Fitted.EngineReport.IsTuningCutShort);
        Assert.Same(EngineShop.Options, EngineShop.Fitted.Options);
    }

    [Fact]
    public void Choose_WithTimeEnough_TriesEveryValueAndTakesTheBestOfEachSource()
    {
        var tuner = Tuner(TimeProvider.System);
        var options = Options(TimeSpan.FromHours(1));
        var chosen = tuner.Choose(options, static (_, _) => { });

        Assert.False(tuner.IsCutShort);
        foreach (var source in TuningAxis.All.GroupBy(static axis => axis.Source))
        {
            var settings = source.Select(static axis => axis.Setting).ToHashSet();
            var trials = tuner.Trials.Where(trial => settings.Contains(trial.Setting)).ToArray();
            var taken = trials.Where(static trial => trial.IsChosen).ToArray();
            Assert.True(trials[0].IsChosen, $"what {source.Key} has by itself must be known first");
            Assert.Equal(taken.Select(static trial => trial.Ndcg).Order(), taken.Select(static trial => trial.Ndcg));
            Assert.Equal(trials.Max(static trial => trial.Ndcg), taken[^1].Ndcg);
        }

        foreach (var axis in TuningAxis.All)
        {
            var tried = tuner.Trials.Where(trial => trial.Setting == axis.Setting).ToArray();
            var last = tried.LastOrDefault(static trial => trial.IsChosen);
            Assert.Equal(last?.Value ?? axis.Read(options), axis.Read(chosen), 1e-6);
            Assert.All(axis.Values, value => Assert.True(
                tried.Any(trial => Math.Abs(trial.Value - value) < 1e-6) || Math.Abs(axis.Read(options) - value) < 1e-6,
                $"{axis.Setting} {value} was not tried"));
        }
    }

    [Fact]
    public void Choose_WhenTheTimeIsOver_SaysSoAndKeepsWhatWasFound()
    {
        // Every look at the clock takes a minute: the start, then one before each trial.
        var tuner = Tuner(new SlowTime());
        tuner.Choose(Options(TimeSpan.FromMinutes(3)), static (_, _) => { });
        Assert.True(tuner.IsCutShort);
        Assert.Equal(3, tuner.Trials.Count);
    }

    private static CandidateOptions Options(TimeSpan budget) => EngineShop.Options with
    {
        SparseLinear = new SparseLinearOptions { Regularization = 500, PopularityExponent = 1 },
        LatentFactors = new LatentFactorsOptions { Factors = 8, Iterations = 1 },
        Engine = EngineShop.Options.Engine with { TuningBudget = budget, TuningUsers = 100 },
    };

    private static SourceTuner Tuner(TimeProvider time)
    {
        var holdout = Holdout.Make(EngineShop.Data, 0.1, 0, 1_000, 1)!;
        return new(holdout, new SharedFit(holdout.Train.Interactions), 2, time, TestContext.Current.CancellationToken);
    }

    private sealed class SlowTime : TimeProvider
    {
        private long _minutes;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _minutes++ * TimeSpan.TicksPerMinute;
    }
}
