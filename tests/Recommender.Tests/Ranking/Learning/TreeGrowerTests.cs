using BookRecs.Recommender.Ranking.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

/// <summary>The tree grower against an exact search over all thresholds in double precision.</summary>
public sealed class TreeGrowerTests
{
    private static readonly LambdaMartOptions Stump = new() { Leaves = 2, MinRowsInLeaf = 1, LearningRate = 1, L2 = 0.5, MaxBins = 256 };

    [Fact]
    public void Grow_OnSeparableRows_AnswersEachSide()
    {
        var data = Rows([[1f], [2f], [3f], [4f]]);

        var (tree, scores, cuts) = Grow(data, [1f, 1f, -1f, -1f], [1f, 1f, 1f, 1f], Stump with { L2 = 0 });

        var (split, left, right) = Assert.Single(tree.Nodes);
        Assert.Equal(2.5f, cuts.UpperBoundOf(split.Feature, split.Bin));
        Assert.Equal((~0, ~1), (left, right));
        Assert.Equal([-1f, -1f, 1f, 1f], scores.Select(score => MathF.Round(score, 5)));
    }

    [Theory]
    [InlineData(-1f, true)]
    [InlineData(1f, false)]
    public void Grow_WithMissingValues_SendsThemToTheSideTheyAreLike(float gradient, bool isWithTheHigh)
    {
        var data = Rows([[1f], [2f], [float.NaN], [9f]]);

        var (tree, scores, _) = Grow(data, [1f, 1f, gradient, -1f], [1f, 1f, 1f, 1f], Stump);

        Assert.Equal(!isWithTheHigh, Assert.Single(tree.Nodes).Split.IsMissingLeft);
        Assert.Equal(scores[isWithTheHigh ? 3 : 0], scores[2]);
    }

    [Fact]
    public void Grow_OnRowsThatDifferInBeingMissingAlone_SplitsThere()
    {
        var (tree, scores, _) = Grow(Rows([[5f], [5f], [float.NaN], [float.NaN]]), [1f, 1f, -1f, -1f], [1f, 1f, 1f, 1f], Stump);

        Assert.False(Assert.Single(tree.Nodes).Split.IsMissingLeft);
        Assert.Equal([-0.8f, -0.8f, 0.8f, 0.8f], scores.Select(score => MathF.Round(score, 5)));
    }

    [Fact]
    public void Grow_OnRowsThatAreAllAlike_SplitsNothing() =>
        Assert.Empty(Grow(Rows([[5f], [5f], [5f]]), [1f, -1f, 3f], [1f, 1f, 1f], Stump).Tree.Nodes);

    [Fact]
    public void Grow_OfAnyRows_FindsTheSplitThatAnExactSearchFinds() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        var (data, gradients, hessians) = Random(seed);

        var (tree, scores, _) = Grow(data, gradients, hessians, Stump);
        var (gain, expected) = ExactStump(data, gradients, hessians);

        if (gain < 1e-4)
            return;
        Assert.Equal(gain, Assert.Single(tree.Nodes).Split.Gain, 1e-4 * (1 + gain));
        // Another split may gain as much, but not more: compare what the answers gain, not where the threshold is.
        Assert.Equal(LossOf(expected, gradients, hessians), LossOf(scores, gradients, hessians), 1e-4 * (1 + gain));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Grow_OfAnyRows_KeepsEveryLeafAtItsNewtonStepAndItsLeastRows() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        var (data, gradients, hessians) = Random(seed);
        var options = Stump with { Leaves = 6, MinRowsInLeaf = 4 };

        var (tree, scores, _) = Grow(data, gradients, hessians, options);

        Assert.InRange(tree.LeafValues.Length, 1, 6);
        Assert.Equal(tree.Nodes.Count + 1, tree.LeafValues.Length);
        if (tree.Nodes.Count == 0)
            return;
        foreach (var leaf in Enumerable.Range(0, data.RowCount).GroupBy(row => scores[row]))
        {
            Assert.True(leaf.Count() >= 4);
            // Two leaves may answer the same by chance; then both together do too.
            Assert.Equal(-leaf.Sum(row => (double)gradients[row]) / (leaf.Sum(row => (double)hessians[row]) + 0.5), leaf.Key, 1e-3);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void AddTo_OfOtherRows_FollowsTheSameTree() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        var (data, gradients, hessians) = Random(seed);
        var team = new WorkTeam(1, CancellationToken.None);
        var (tree, scores, cuts) = Grow(data, gradients, hessians, Stump with { Leaves = 9 });
        var again = new float[data.RowCount];
        var rows = new RowRanges();
        foreach (var end in ((int[])[seed % data.RowCount, seed / 1_000 % data.RowCount, data.RowCount]).Order())
            rows.Add(rows.Count == 0 ? 0 : rows[rows.Count - 1].End, end);

        tree.AddTo(again, BinnedRows.Of(data, cuts, team), rows, team);

        Assert.Equal(scores, again);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Histograms_OfAnyRows_AgreeWithPlainSums() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        var (data, gradients, hessians) = Random(seed, features: 11, rows: 1_500);
        var team = new WorkTeam(1, CancellationToken.None);
        var cuts = FeatureBins.Of(data, 40, team);
        var bins = BinnedRows.Of(data, cuts, team);
        var packed = Pack(gradients, hessians);
        var rows = Enumerable.Range(0, data.RowCount).Where(row => row / 37 % 3 != 0).ToArray();
        int[] features = [0, 1, 2, 3, 5, 6, 7, 8, 10];
        var drawn = DrawnRows.None.Of(bins, rows, features, team);
        var histogram = new long[HistogramKernel.LengthOf(drawn.Stride)];

        HistogramKernel.Add(drawn, rows, packed.Values, histogram);

        for (var place = 0; place < features.Length; place++)
        {
            foreach (var bin in rows.GroupBy(row => cuts.BinOf(features[place], data.Row(row)[features[place]])))
            {
                var sum = histogram[(place * HistogramKernel.BinsPerFeature) + bin.Key];
                Assert.Equal(bin.Sum(row => packed.Values[row]), sum);
                Assert.Equal(bin.Sum(row => (double)gradients[row]), packed.GradientOf(sum), 1e-3);
                Assert.Equal(bin.Sum(row => (double)hessians[row]), packed.HessianOf(sum), 1e-3);
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    private static (GrownTree Tree, float[] Scores, FeatureBins Cuts) Grow(
        RankingDataSet data, float[] gradients, float[] hessians, LambdaMartOptions options)
    {
        var team = new WorkTeam(1, CancellationToken.None);
        var cuts = FeatureBins.Of(data, options.MaxBins, team);
        var bins = BinnedRows.Of(data, cuts, team);
        var rows = new RowPartition(data.RowCount, team);
        rows.AddRange(0, data.RowCount);
        var scores = new float[data.RowCount];
        var grower = new TreeGrower(bins, cuts, options, new sbyte[data.FeatureCount], team);
        var tree = grower.Grow(rows, Pack(gradients, hessians), [.. Enumerable.Range(0, data.FeatureCount)], scores);
        return (tree, scores, cuts);
    }

    private static PackedGradients Pack(float[] gradients, float[] hessians)
    {
        var packed = new PackedGradients(gradients.Length);
        var (absolute, second) = PackedGradients.SumsOf(gradients, hessians);
        packed.Scale(gradients.Length, absolute, second);
        packed.Pack(0, gradients, hessians);
        return packed;
    }

    /// <summary>The best split of all, tried threshold by threshold and with missing values on both sides.</summary>
    private static (double Gain, float[] Scores) ExactStump(RankingDataSet data, float[] gradients, float[] hessians)
    {
        var all = Enumerable.Range(0, data.RowCount).ToArray();
        var best = (Gain: 0d, Scores: new float[data.RowCount]);
        for (var feature = 0; feature < data.FeatureCount; feature++)
        {
            foreach (var threshold in all.Select(row => data.Row(row)[feature]).Where(value => !float.IsNaN(value)).Distinct())
            {
                foreach (var isMissingLeft in new[] { false, true })
                {
                    var sides = all.ToLookup(row => float.IsNaN(data.Row(row)[feature]) ? isMissingLeft : data.Row(row)[feature] <= threshold);
                    if (!sides[true].Any() || !sides[false].Any())
                        continue;
                    var gain = Quality(sides[true]) + Quality(sides[false]) - Quality(all);
                    if (gain > best.Gain)
                        best = (gain, [.. all.Select(row => (float)Answer(sides[sides[true].Contains(row)]))]);
                }
            }
        }

        return best;

        double Quality(IEnumerable<int> rows) => -Answer(rows) * rows.Sum(row => (double)gradients[row]);

        double Answer(IEnumerable<int> rows) => -rows.Sum(row => (double)gradients[row]) / (rows.Sum(row => (double)hessians[row]) + 0.5);
    }

    private static double LossOf(float[] scores, float[] gradients, float[] hessians)
    {
        var loss = 0d;
        for (var row = 0; row < scores.Length; row++)
            loss += (2 * gradients[row] * scores[row]) + (hessians[row] * scores[row] * scores[row]);
        return loss + scores.Distinct().Sum(score => 0.5 * score * score);
    }

    private static (RankingDataSet Data, float[] Gradients, float[] Hessians) Random(int seed, int features = 3, int rows = 40)
    {
        var random = new System.Random(seed);
        var data = Rows([.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, features)
            .Select(feature => random.Next(5) == 0 ? float.NaN : feature == 0 ? random.NextSingle() : random.Next(4)).ToArray())]);
        var gradients = Enumerable.Range(0, rows).Select(_ => random.NextSingle() - 0.5f).ToArray();
        return (data, gradients, [.. gradients.Select(_ => 0.1f + random.NextSingle())]);
    }

    private static RankingDataSet Rows(float[][] rows)
    {
        var builder = new RankingDataSetBuilder(RankingRows.Names(rows[0].Length));
        builder.AddGroup(rows.SelectMany(row => row).ToArray(), new float[rows.Length]);
        return builder.Build();
    }
}
