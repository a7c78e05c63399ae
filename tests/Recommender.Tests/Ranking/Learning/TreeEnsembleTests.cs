using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Candidates;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

public sealed class TreeEnsembleTests
{
    private const string Name = "ranker";

    private static readonly TreeEnsemble Model = Fit(1, 20, 31);

    [Fact]
    public void Score_OfAnyForest_EqualsWalkingDownTheTrees() => Prop.ForAll(
        Arb.From(
            from seed in Gen.Choose(0, 1_000_000)
            from trees in Gen.Choose(1, 12)
            from leaves in Gen.Elements(2, 3, 8, 31, 32, 33, 60)
            select (seed, trees, leaves)),
        shape =>
        {
            var model = Fit(shape.seed, shape.trees, shape.leaves);
            var rows = RankingRows.AllRows(RankingRows.Random(shape.seed + 1, groups: 4));
            // Values on, beyond and without a threshold.
            rows[3] = float.NaN;
            rows[5] = float.MaxValue;
            rows[6] = float.NegativeInfinity;
            rows[10] = float.PositiveInfinity;
            var scores = new float[rows.Length / 5];
            model.Score(rows, 5, scores);
            for (var row = 0; row < scores.Length; row++)
                Assert.Equal(model.Walk(rows.AsSpan(row * 5, 5)), scores[row]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Score_OfMoreTreesThanAChunkHolds_EqualsWalkingDownTheTrees()
    {
        var model = Fit(3, 300, 4);
        var data = RankingRows.Random(4);
        var scores = RankingRows.Score(model, data);

        Assert.True(model.TreeCount > 256);
        Assert.All(Enumerable.Range(0, data.RowCount), row => Assert.Equal(model.Walk(data.Row(row)), scores[row]));
    }

    [Fact]
    public void MeanOf_Ensembles_ScoresTheMeanOfTheirScores()
    {
        TreeEnsemble[] members = [Fit(1, 20, 8), Fit(2, 5, 31), Fit(3, 1, 2)];
        var data = RankingRows.Random(4);
        var mean = TreeEnsemble.MeanOf(members);

        var expected = members.Select(member => RankingRows.Score(member, data)).ToArray();
        var scores = RankingRows.Score(mean, data);

        Assert.Equal(members.Sum(static member => member.TreeCount), mean.TreeCount);
        Assert.All(Enumerable.Range(0, data.RowCount), row => Assert.Equal(expected.Average(score => score[row]), scores[row], 1e-5));
        Assert.All(Enumerable.Range(0, data.RowCount), row => Assert.Equal(mean.Walk(data.Row(row)), scores[row]));
        Assert.Equal(1, mean.FeatureImportance().Sum(static feature => feature.Gain), 1e-9);
    }

    [Fact]
    public void MeanOf_OtherFeaturesOrNoEnsemble_IsRefused()
    {
        var other = LambdaMart.Fit(
            RankingRows.Random(1, features: 3),
            null,
            new LambdaMartOptions { Trees = 1 },
            1,
            cancellationToken: TestContext.Current.CancellationToken).Model;
        Assert.Contains("f0, f1, f2, f3, f4", Assert.Throws<ArgumentException>(() => TreeEnsemble.MeanOf([Model, other])).Message, StringComparison.Ordinal);
        Assert.Contains("members is empty", Assert.Throws<ArgumentException>(() => TreeEnsemble.MeanOf([])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_AllocatesNothing()
    {
        var rows = RankingRows.AllRows(RankingRows.Random(2));
        var scores = new float[rows.Length / 5];
        Model.Score(rows, 5, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Model.Score(rows, 5, scores);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Score_OfOtherShapes_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Model.Score(new float[8], 4, new float[2]));
        Assert.Throws<ArgumentException>(() => Model.Score(new float[11], 5, new float[2]));
        Model.Score([], 5, []);
    }

    [Fact]
    public void Load_OfWhatWasSaved_ScoresAndReportsAlike()
    {
        var artifact = new MemoryArtifact();
        Model.Save(artifact, Name);
        using var reader = artifact.OpenReader();
        var loaded = TreeEnsemble.Load(reader, Name);
        var data = RankingRows.Random(9);

        Assert.Equal(Model.FeatureNames, loaded.FeatureNames);
        Assert.Equal(RankingRows.Score(Model, data), RankingRows.Score(loaded, data));
        Assert.Equal(Model.FeatureImportance(), loaded.FeatureImportance());
        var again = new MemoryArtifact();
        loaded.Save(again, Name);
        Assert.Equal(artifact.Dump(), again.Dump());
    }

    [Theory]
    [InlineData("bias")]
    [InlineData("gains")]
    [InlineData("tree_starts")]
    [InlineData("node_features")]
    [InlineData("node_thresholds")]
    [InlineData("node_missing_left")]
    [InlineData("node_lefts")]
    [InlineData("node_rights")]
    [InlineData("leaf_values")]
    [InlineData("features")]
    public void Load_OfASectionCutShort_IsRefusedByName(string section)
    {
        var artifact = new MemoryArtifact();
        Model.Save(artifact, Name);
        using (var reader = artifact.OpenReader())
        {
            switch (section)
            {
                case "features": artifact.Replace($"{Name}.{section}", reader.ReadStrings($"{Name}.{section}")[..^1]); break;
                case "gains": artifact.Replace($"{Name}.{section}", reader.Read<double>($"{Name}.{section}").ToArray()[..^1]); break;
                case "bias" or "node_thresholds" or "leaf_values": artifact.Replace($"{Name}.{section}", reader.Read<float>($"{Name}.{section}").ToArray()[..^1]); break;
                case "node_missing_left": artifact.Replace($"{Name}.{section}", reader.Read<byte>($"{Name}.{section}").ToArray()[..^1]); break;
                default: artifact.Replace($"{Name}.{section}", reader.Read<int>($"{Name}.{section}").ToArray()[..^1]); break;
            }
        }

        using var broken = artifact.OpenReader();
        Assert.StartsWith(Name, Assert.Throws<InvalidDataException>(() => TreeEnsemble.Load(broken, Name)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("node_features", 5)]
    [InlineData("node_features", -1)]
    [InlineData("node_lefts", 0)]
    [InlineData("node_lefts", 1_000)]
    [InlineData("node_rights", 0)]
    [InlineData("node_rights", -1_000)]
    [InlineData("tree_starts", 1)]
    public void Load_OfTreesThatAreNone_IsRefused(string section, int value)
    {
        var artifact = new MemoryArtifact();
        Model.Save(artifact, Name);
        using (var reader = artifact.OpenReader())
        {
            var values = reader.Read<int>($"{Name}.{section}").ToArray();
            values[0] = value;
            artifact.Replace($"{Name}.{section}", values);
        }

        using var broken = artifact.OpenReader();
        Assert.StartsWith(Name, Assert.Throws<InvalidDataException>(() => TreeEnsemble.Load(broken, Name)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("node_thresholds")]
    [InlineData("leaf_values")]
    [InlineData("bias")]
    public void Load_OfNumbersThatAreNotFinite_IsRefused(string section)
    {
        var artifact = new MemoryArtifact();
        Model.Save(artifact, Name);
        using (var reader = artifact.OpenReader())
        {
            var values = reader.Read<float>($"{Name}.{section}").ToArray();
            values[^1] = float.NaN;
            artifact.Replace($"{Name}.{section}", values);
        }

        using var broken = artifact.OpenReader();
        Assert.Throws<InvalidDataException>(() => TreeEnsemble.Load(broken, Name));
    }

    [Fact]
    public void FeatureImportance_OfFeaturesThatDecide_ComesFirst()
    {
        var importance = Model.FeatureImportance();

        Assert.Equal(1, importance.Sum(feature => feature.Gain), 1e-9);
        Assert.Equal(importance.OrderByDescending(feature => feature.Gain), importance);
        Assert.Equal(["f0", "f1", "f2"], importance.Take(3).Select(feature => feature.Feature).Order());
        Assert.Equal(5, importance.Count);
    }

    private static TreeEnsemble Fit(int seed, int trees, int leaves) => LambdaMart.Fit(
        RankingRows.Random(seed),
        null,
        new LambdaMartOptions { Trees = trees, Leaves = leaves, MinRowsInLeaf = 3, FeatureFraction = 0.8, Seed = seed },
        threads: 1).Model;
}
