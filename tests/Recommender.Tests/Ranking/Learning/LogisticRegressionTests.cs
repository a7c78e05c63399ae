using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Candidates;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

public sealed class LogisticRegressionTests
{
    private static readonly LogisticRegressionOptions Options = new() { L2 = 1e-6 };

    [Fact]
    public void Fit_OnATable_FindsTheLogOddsOfItsCells()
    {
        var model = Fit(Table((0f, 30, 70), (1f, 60, 40), (float.NaN, 10, 90)), Options);

        var scores = new float[3];
        model.Score([0f, 1f, float.NaN], 1, scores);

        Assert.Equal(Math.Log(30d / 70), scores[0], 1e-3);
        Assert.Equal(Math.Log(60d / 40), scores[1], 1e-3);
        Assert.Equal(Math.Log(10d / 90), scores[2], 1e-3);
        var coefficient = Assert.Single(model.Coefficients());
        Assert.Equal((0.5, 0.5), (coefficient.Mean, coefficient.Deviation));
        Assert.Equal((Math.Log(60d / 40) - Math.Log(30d / 70)) / 2, coefficient.Weight, 1e-3);
        Assert.Equal(Math.Log(10d / 90) - model.Constant, coefficient.MissingWeight, 1e-3);
    }

    [Fact]
    public void Fit_WithoutIndicators_CountsMissingAsTheMean()
    {
        var model = Fit(Table((0f, 30, 70), (1f, 60, 40), (float.NaN, 45, 55)), Options with { MissingIndicators = false });

        var scores = new float[2];
        model.Score([float.NaN, 0.5f], 1, scores);

        Assert.Equal(scores[1], scores[0], 1e-5);
        Assert.Equal(0, Assert.Single(model.Coefficients()).MissingWeight);
    }

    [Fact]
    public void Fit_OfAnyRows_LeavesNoSlope() => Prop.ForAll(
        Arb.From(
            from seed in Gen.Choose(0, 1_000_000)
            from features in Gen.Choose(1, 20)
            from isWeighted in Gen.Elements(false, true)
            select (seed, features, isWeighted)),
        shape =>
        {
            var data = RankingRows.Random(shape.seed, 30, shape.features, shape.isWeighted);
            if (!data.Labels.ToArray().Any(label => label > 0))
                return;
            var model = Fit(data, new LogisticRegressionOptions { L2 = 2 });
            var slopes = SlopesOf(model, data, 2);
            Assert.All(slopes, slope => Assert.Equal(0, slope, 0.02));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Fit_WithWholeWeights_EqualsRepeatedRows()
    {
        var weighted = new RankingDataSetBuilder(["x"]);
        weighted.AddGroup([0f, 1f, 2f, 3f], [0f, 1f, 0f, 1f], [3f, 1f, 2f, 4f]);
        var repeated = new RankingDataSetBuilder(["x"]);
        repeated.AddGroup([0f, 0f, 0f, 1f, 2f, 2f, 3f, 3f, 3f, 3f], [0f, 0f, 0f, 1f, 0f, 0f, 1f, 1f, 1f, 1f]);
        float[] rows = [0f, 1f, 2f, 3f];
        var (left, right) = (new float[4], new float[4]);

        // Standardising does not weigh rows, so the two are the same model only where regularisation says next to nothing.
        Fit(weighted.Build(), Options).Score(rows, 1, left);
        Fit(repeated.Build(), Options).Score(rows, 1, right);

        Assert.All(Enumerable.Range(0, 4), row => Assert.Equal(right[row], left[row], 2e-3));
    }

    [Fact]
    public void Fit_OnAnyNumberOfThreads_GivesTheSameBytes()
    {
        var data = RankingRows.Random(5, groups: 2_000, isWeighted: true);

        Assert.Equal(Dump(1), Dump(2));
        Assert.Equal(Dump(1), Dump(5));

        string Dump(int threads)
        {
            var artifact = new MemoryArtifact();
            LogisticRegression.Fit(data, new LogisticRegressionOptions(), threads, TestContext.Current.CancellationToken).Save(artifact, "m");
            return artifact.Dump();
        }
    }

    [Fact]
    public void Fit_OnOneFeatureMore_KeepsAConstantFeatureOut()
    {
        var builder = new RankingDataSetBuilder(["x", "constant", "absent"]);
        builder.AddGroup(
            [0f, 7f, float.NaN, 1f, 7f, float.NaN, 2f, 7f, float.NaN, 3f, 7f, float.NaN], [0f, 1f, 0f, 1f]);

        var coefficients = Fit(builder.Build(), new LogisticRegressionOptions()).Coefficients();

        Assert.Equal("x", coefficients[0].Feature);
        Assert.Equal((0, 0), (coefficients.Single(one => one.Feature == "constant").Weight, coefficients.Single(one => one.Feature == "constant").Deviation));
        Assert.All(coefficients, coefficient => Assert.True(double.IsFinite(coefficient.Weight) && double.IsFinite(coefficient.MissingWeight)));
    }

    [Fact]
    public void Fit_OnLabelsOfOneKind_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Fit(Table((0f, 0, 10), (1f, 0, 10)), Options));

        Assert.Contains("labels of one kind", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 25, 1e-5, "LogisticRegression.L2 is 0")]
    [InlineData(1, 0, 1e-5, "LogisticRegression.MaxIterations is 0")]
    [InlineData(1, 25, 2, "LogisticRegression.Tolerance is 2")]
    public void Fit_WithASettingOutOfBounds_IsRefusedByName(double l2, int iterations, double tolerance, string message)
    {
        var options = new LogisticRegressionOptions { L2 = l2, MaxIterations = iterations, Tolerance = tolerance };

        Assert.StartsWith(message, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfWhatWasSaved_ScoresAlike()
    {
        var data = RankingRows.Random(3, features: 19);
        var model = Fit(data, new LogisticRegressionOptions());
        var artifact = new MemoryArtifact();
        model.Save(artifact, "m");
        using var reader = artifact.OpenReader();
        var loaded = LogisticModel.Load(reader, "m");
        var (saved, again) = (new float[data.RowCount], new float[data.RowCount]);

        model.Score(RankingRows.AllRows(data), 19, saved);
        loaded.Score(RankingRows.AllRows(data), 19, again);

        Assert.Equal(saved, again);
        Assert.Equal(model.FeatureNames, loaded.FeatureNames);
        Assert.Equal(model.Coefficients(), loaded.Coefficients());
    }

    [Theory]
    [InlineData("constant", new double[0])]
    [InlineData("weights", new[] { 1d })]
    [InlineData("weights", new[] { 1d, double.NaN, 1d, 1d, 1d })]
    [InlineData("missing_weights", new[] { 1d })]
    [InlineData("means", new[] { 1d })]
    [InlineData("deviations", new[] { 1d, 1d, -1d, 1d, 1d })]
    public void Load_OfABrokenSection_IsRefusedByName(string section, double[] values)
    {
        var artifact = new MemoryArtifact();
        Fit(RankingRows.Random(3), new LogisticRegressionOptions()).Save(artifact, "m");
        artifact.Replace($"m.{section}", values);
        using var reader = artifact.OpenReader();

        var error = Assert.Throws<InvalidDataException>(() => LogisticModel.Load(reader, "m"));

        Assert.StartsWith($"m.{section}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_AllocatesNothing_AndRefusesOtherShapes()
    {
        var model = Fit(RankingRows.Random(3), new LogisticRegressionOptions());
        var (rows, scores) = (new float[50], new float[10]);
        model.Score(rows, 5, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();

        model.Score(rows, 5, scores);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Throws<ArgumentException>(() => model.Score(rows, 10, new float[5]));
        Assert.Throws<ArgumentException>(() => model.Score(rows, 5, new float[9]));
    }

    private static LogisticModel Fit(RankingDataSet data, LogisticRegressionOptions options) =>
        LogisticRegression.Fit(data, options, 1, TestContext.Current.CancellationToken);

    private static RankingDataSet Table(params (float Value, int Relevant, int Not)[] cells)
    {
        var builder = new RankingDataSetBuilder(["x"]);
        foreach (var (value, relevant, not) in cells)
        {
            var labels = Enumerable.Repeat(1f, relevant).Concat(Enumerable.Repeat(0f, not)).ToArray();
            builder.AddGroup(Enumerable.Repeat(value, labels.Length).ToArray(), labels);
        }

        return builder.Build();
    }

    /// <summary>Derivatives of the regularised loss by plain loops in double precision.</summary>
    private static double[] SlopesOf(LogisticModel model, RankingDataSet data, double l2)
    {
        var coefficients = model.Coefficients().ToDictionary(coefficient => coefficient.Feature);
        var features = data.FeatureNames.Select(name => coefficients[name]).ToArray();
        var slopes = new double[1 + (2 * features.Length)];
        for (var row = 0; row < data.RowCount; row++)
        {
            var design = new double[slopes.Length];
            design[0] = 1;
            var score = model.Constant;
            for (var feature = 0; feature < features.Length; feature++)
            {
                var value = data.Row(row)[feature];
                var (_, weight, missingWeight, mean, deviation) = features[feature];
                design[1 + feature] = float.IsNaN(value) || deviation == 0 ? 0 : (value - mean) / deviation;
                design[1 + features.Length + feature] = float.IsNaN(value) ? 1 : 0;
                score += (weight * design[1 + feature]) + (missingWeight * design[1 + features.Length + feature]);
            }

            var error = (1 / (1 + Math.Exp(-score))) - (data.Labels[row] > 0 ? 1 : 0);
            for (var column = 0; column < slopes.Length; column++)
                slopes[column] += error * design[column] * (data.Weights.IsEmpty ? 1 : data.Weights[row]);
        }

        for (var feature = 0; feature < features.Length; feature++)
        {
            slopes[1 + feature] += l2 * features[feature].Weight;
            slopes[1 + features.Length + feature] += l2 * features[feature].MissingWeight;
        }

        return slopes;
    }
}
