using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Candidates;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

public sealed class LambdaMartTests
{
    private static readonly LambdaMartOptions Options = new() { Trees = 60, MinRowsInLeaf = 5, Leaves = 8 };

    [Theory]
    [InlineData(BoostingObjective.LambdaRank)]
    [InlineData(BoostingObjective.Logistic)]
    public void Fit_OnGeneratedQueries_BeatsTheBestSingleFeature(BoostingObjective objective)
    {
        var test = RankingRows.Random(103, groups: 300);
        var fit = LambdaMart.Fit(
            RankingRows.Random(101, groups: 300),
            RankingRows.Random(102, groups: 100),
            Options with { Objective = objective },
            threads: 1,
            cancellationToken: TestContext.Current.CancellationToken);

        var single = Enumerable.Range(0, test.FeatureCount).Max(feature => RankingMetrics.Ndcg(
            test, Enumerable.Range(0, test.RowCount).Select(row => float.IsNaN(test.Row(row)[feature]) ? -1 : test.Row(row)[feature]).ToArray(), 10));
        var learned = RankingMetrics.Ndcg(test, RankingRows.Score(fit.Model, test), 10);

        Assert.True(learned > single + 0.1, $"{learned} against {single}");
    }

    [Theory]
    [InlineData(BoostingObjective.LambdaRank)]
    [InlineData(BoostingObjective.Logistic)]
    public void Fit_OnAnyNumberOfThreads_GivesTheSameBytes(BoostingObjective objective)
    {
        var train = RankingRows.Random(7, groups: 1_500, isWeighted: true);
        var validation = RankingRows.Random(8);

        var once = Dump(1);

        Assert.Equal(once, Dump(2));
        Assert.Equal(once, Dump(5));

        string Dump(int threads)
        {
            var artifact = new MemoryArtifact();
            var options = Options with { Trees = 6, Objective = objective };
            LambdaMart.Fit(train, validation, options, threads, cancellationToken: TestContext.Current.CancellationToken).Model.Save(artifact, "m");
            return artifact.Dump();
        }
    }

    [Fact]
    public void Fit_WithMonotoneFeatures_NeverFallsWhenOneIsRaised() => Prop.ForAll(
        Arb.From(
            from seed in Gen.Choose(0, 1_000_000)
            from objective in Gen.Elements(BoostingObjective.LambdaRank, BoostingObjective.Logistic)
            select (seed, objective)),
        shape =>
        {
            // The second feature is constrained against what the data say.
            var options = Options with { Trees = 8, Leaves = 16, Objective = shape.objective, Increasing = ["f0"], Decreasing = ["f1"] };
            var model = Fit(RankingRows.Random(shape.seed), null, options).Model;
            var random = new System.Random(shape.seed);
            for (var trial = 0; trial < 100; trial++)
            {
                float[] row = [random.NextSingle(), random.Next(6), random.NextSingle(), random.Next(6), random.NextSingle()];
                float[] raised = [.. row];
                var feature = trial % 2;
                raised[feature] += random.NextSingle() * (1 + (5 * feature));
                var change = model.Walk(raised) - model.Walk(row);
                Assert.True(feature == 0 ? change >= -1e-6f : change <= 1e-6f, $"feature {feature} raised changes the score by {change}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void Fit_WithValidation_StopsSoonAfterTheBestTree()
    {
        // The validation rows have labels of their own: nothing can be learned, so what is best comes by chance and early.
        var train = RankingRows.Random(1);
        var validation = Shuffled(RankingRows.Random(2));

        var fit = Fit(train, validation, Options with { Trees = 500, EarlyStoppingRounds = 7, ValidationSmoothing = 1 });

        var best = fit.ValidationNdcg.Max();
        var bestAt = fit.ValidationNdcg.ToList().IndexOf(best);
        Assert.True(fit.StoppedEarly);
        Assert.Equal(bestAt + 1 + 7, fit.ValidationNdcg.Count);
        Assert.Equal(bestAt + 1, fit.Model.TreeCount);
        Assert.Equal(best, RankingMetrics.Ndcg(validation, RankingRows.Score(fit.Model, validation), Options.ValidationPlaces));
    }

    [Fact]
    public void Fit_WithoutEarlyStopping_GrowsAllTreesAndKeepsTheBest()
    {
        var fit = Fit(RankingRows.Random(1), Shuffled(RankingRows.Random(2)), Options with { EarlyStoppingRounds = 0, ValidationSmoothing = 1 });

        Assert.False(fit.StoppedEarly);
        Assert.Equal(Options.Trees, fit.ValidationNdcg.Count);
        Assert.Equal(fit.ValidationNdcg.ToList().IndexOf(fit.ValidationNdcg.Max()) + 1, fit.Model.TreeCount);
    }

    [Fact]
    public void Fit_WithSmoothing_KeepsTheTreesWhoseMeanIsBest()
    {
        const int Smoothing = 4;
        var settings = Options with { EarlyStoppingRounds = 0, ValidationSmoothing = Smoothing };
        var fit = Fit(RankingRows.Random(1), Shuffled(RankingRows.Random(2)), settings);

        var ndcg = fit.ValidationNdcg.ToArray();
        var means = ndcg.Select((_, at) => ndcg[Math.Max(0, at + 1 - Smoothing)..(at + 1)].Average()).ToList();
        Assert.Equal(means.IndexOf(means.Max()) + 1, fit.Model.TreeCount);
    }

    [Fact]
    public void Fit_WhenAskedToStop_KeepsTheTreesSoFarAndReportsEach()
    {
        var reports = new Reports();

        var fit = LambdaMart.Fit(
            RankingRows.Random(1),
            null,
            Options,
            threads: 1,
            reports,
            shouldStop: () => reports.Seen.Count == 4,
            TestContext.Current.CancellationToken);

        Assert.True(fit.StoppedEarly);
        Assert.Equal(4, fit.Model.TreeCount);
        Assert.Equal([1, 2, 3, 4], reports.Seen.Select(report => report.Trees));
        Assert.All(reports.Seen, report => Assert.Null(report.ValidationNdcg));
    }

    [Fact]
    public void Fit_WhenCancelled_Throws() => Assert.ThrowsAny<OperationCanceledException>(() => LambdaMart.Fit(
        RankingRows.Random(1), null, Options, threads: 2, cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void Fit_OnFeaturesOfOtherNames_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Fit(RankingRows.Random(1), RankingRows.Random(1, features: 4), Options));

        Assert.Contains("validation has the features f0, f1, f2, f3, but must have f0, f1, f2, f3, f4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OnQueriesWithoutADifference_IsRefused()
    {
        var builder = new RankingDataSetBuilder(["f0"]);
        builder.AddGroup([1f, 2f], [1f, 1f]);
        builder.AddGroup([1f, 2f], [0f, 0f]);

        var error = Assert.Throws<ArgumentException>(() => Fit(builder.Build(), null, Options));

        Assert.Contains("differ in their labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WithAConstraintOnNoFeature_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Fit(RankingRows.Random(1), null, Options with { Increasing = ["price"] }));

        Assert.StartsWith("LambdaMart.Increasing is price, but must be one of f0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OfSettingsOutOfBounds_NamesThem()
    {
        Refused("Trees", new() { Trees = 0 });
        Refused("Leaves", new() { Leaves = 1 });
        Refused("LearningRate", new() { LearningRate = 1.5 });
        Refused("MinRowsInLeaf", new() { MinRowsInLeaf = 0 });
        Refused("MinHessianInLeaf", new() { MinHessianInLeaf = -1 });
        Refused("L2", new() { L2 = double.NaN });
        Refused("MaxBins", new() { MaxBins = 257 });
        Refused("FeatureFraction", new() { FeatureFraction = 0 });
        Refused("QueryFraction", new() { QueryFraction = 2 });
        Refused("Truncation", new() { Truncation = 0 });
        Refused("ValidationPlaces", new() { ValidationPlaces = 0 });
        Refused("EarlyStoppingRounds", new() { EarlyStoppingRounds = -1 });
        Refused("Objective", new() { Objective = (BoostingObjective)7 });
        Refused("Decreasing", new() { Increasing = ["a"], Decreasing = ["a"] });
        new LambdaMartOptions().Validate();

        static void Refused(string setting, LambdaMartOptions options) => Assert.StartsWith(
            $"LambdaMart.{setting} is ", Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OfTheSameSeed_Repeats_AndOfAnotherDiffers()
    {
        Assert.Equal(Scores(1), Scores(1));
        Assert.NotEqual(Scores(1), Scores(2));

        static float[] Scores(int seed)
        {
            var data = RankingRows.Random(1);
            return RankingRows.Score(Fit(data, null, Options with { Trees = 5, QueryFraction = 0.5, Seed = seed }).Model, data);
        }
    }

    private static LambdaMartFit Fit(RankingDataSet train, RankingDataSet? validation, LambdaMartOptions options) =>
        LambdaMart.Fit(train, validation, options, threads: 1, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The same rows with the labels of each query in another order.</summary>
    private static RankingDataSet Shuffled(RankingDataSet data)
    {
        var random = new System.Random(1);
        var builder = new RankingDataSetBuilder(data.FeatureNames);
        for (var group = 0; group < data.GroupCount; group++)
        {
            var (first, end) = (data.GroupStarts[group], data.GroupStarts[group + 1]);
            var labels = data.Labels[first..end].ToArray();
            random.Shuffle(labels);
            builder.AddGroup(Enumerable.Range(first, end - first).SelectMany(row => data.Row(row).ToArray()).ToArray(), labels);
        }

        return builder.Build();
    }

    private sealed class Reports : IProgress<LambdaMartProgress>
    {
        public List<LambdaMartProgress> Seen { get; } = [];

        public void Report(LambdaMartProgress value) => Seen.Add(value);
    }
}
