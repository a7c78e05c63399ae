using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

public sealed class RankingDataSetTests
{
    [Fact]
    public void Build_OfMoreRowsThanABlock_KeepsEveryRow()
    {
        var builder = new RankingDataSetBuilder(["a", "b", "c"]);
        var count = 0;
        while (count < 40_000)
        {
            var rows = Enumerable.Range(count * 3, 3 * 371).Select(value => (float)value).ToArray();
            builder.AddGroup(rows, Enumerable.Range(count, 371).Select(row => row % 2f).ToArray());
            count += 371;
        }

        var data = builder.Build();

        Assert.Equal((count, 3, count / 371), (data.RowCount, data.FeatureCount, data.GroupCount));
        for (var row = 0; row < count; row++)
        {
            Assert.Equal((3f * row, (3f * row) + 2), (data.Row(row)[0], data.Row(row)[2]));
            Assert.Equal(row % 2f, data.Labels[row]);
        }

        Assert.Equal(Enumerable.Range(0, data.GroupCount + 1).Select(group => group * 371), data.GroupStarts.ToArray());
        Assert.True(data.Weights.IsEmpty);
        for (var first = 0; first < count;)
        {
            var block = data.Rows(first, count - first);
            Assert.Equal(3f * first, block[0]);
            first += block.Length / 3;
        }
    }

    [Fact]
    public void Build_WithWeightsInSomeQueries_CountsTheOthersOne()
    {
        var builder = new RankingDataSetBuilder(["a"]);
        builder.AddGroup([1f], [0f]);
        builder.AddGroup([2f, 3f], [1f, 0f], [0.5f, 2f]);
        builder.AddGroup([4f], [0f]);

        Assert.Equal([1f, 0.5f, 2f, 1f], builder.Build().Weights.ToArray());
    }

    [Fact]
    public void Builder_OfNamesThatDoNotDiffer_IsRefused()
    {
        Assert.Contains("'a' twice", Assert.Throws<ArgumentException>(() => new RankingDataSetBuilder(["a", "b", "a"])).Message, StringComparison.Ordinal);
        Assert.Contains("0 names", Assert.Throws<ArgumentException>(() => new RankingDataSetBuilder([])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddGroup_OfBadInput_IsRefusedAndAddsNothing()
    {
        var builder = new RankingDataSetBuilder(["a", "b"]);

        Refused("rows has 3 values", [1f, 2f, 3f], [0f], []);
        Refused("labels is empty", [], [], []);
        Refused("labels has -1", [1f, 2f], [-1f], []);
        Refused("labels has NaN", [1f, 2f], [float.NaN], []);
        Refused("labels has 31", [1f, 2f], [31f], []);
        Refused("weights has 2 values", [1f, 2f], [1f], [1f, 1f]);
        Refused("weights has -2", [1f, 2f], [1f], [-2f]);
        Refused("b has Infinity", [1f, float.PositiveInfinity], [1f], []);

        Assert.Equal(0, builder.RowCount);

        void Refused(string message, float[] rows, float[] labels, float[] weights) => Assert.StartsWith(
            message, Assert.Throws<ArgumentException>(() => builder.AddGroup(rows, labels, weights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FeatureBins_OfFewValues_CutBetweenThem()
    {
        var builder = new RankingDataSetBuilder(["a"]);
        builder.AddGroup([3f, 1f, float.NaN, 1f, 2f, 3f], new float[6]);

        var bins = FeatureBins.Of(builder.Build(), 10, new WorkTeam(1, CancellationToken.None));

        Assert.Equal([1.5f, 2.5f], bins.BoundsOf(0).ToArray());
        Assert.Equal([0, 1, 1, 2, 3], new[] { float.NaN, -9f, 1.5f, 1.6f, 9f }.Select(value => (int)bins.BinOf(0, value)));
    }

    [Fact]
    public void FeatureBins_OfManyValues_HoldAboutEquallyMany()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 20_000).Select(row => row % 2 == 0 ? 0f : MathF.Exp(3 * random.NextSingle())).ToArray();
        var builder = new RankingDataSetBuilder(["a"]);
        builder.AddGroup(values, new float[values.Length]);

        var bins = FeatureBins.Of(builder.Build(), 21, new WorkTeam(1, CancellationToken.None));
        var counts = values.GroupBy(value => bins.BinOf(0, value)).ToDictionary(bin => bin.Key, bin => bin.Count());

        Assert.Equal(20, bins.ValueBinsOf(0));
        Assert.Equal(10_000, counts[1]);
        Assert.All(counts.Where(bin => bin.Key > 1), bin => Assert.InRange(bin.Value, 450, 600));
    }
}
