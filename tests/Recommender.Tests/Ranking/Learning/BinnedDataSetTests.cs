using BookRecs.Recommender.Ranking.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

public sealed class BinnedDataSetTests
{
    private const int MaxBins = 16;

    private static readonly WorkTeam Team = new(2, CancellationToken.None);

    [Fact]
    public void Build_OfFewRows_IsTheDataSetCutAtOnce()
    {
        var data = RankingRows.Random(3);
        var builder = new BinnedDataSetBuilder(data.FeatureNames, MaxBins, Team);
        for (var query = 0; query < data.GroupCount; query++)
        {
            var (first, end) = (data.GroupStarts[query], data.GroupStarts[query + 1]);
            builder.AddGroup(RankingRows.AllRows(data).AsSpan()[(first * data.FeatureCount)..(end * data.FeatureCount)], data.Labels[first..end]);
        }

        var built = builder.Build();

        var expected = BinnedDataSet.Of(data, FeatureBins.Of(data, MaxBins, Team), Team);
        Assert.Equal(data.FeatureNames, built.FeatureNames);
        Assert.Equal(data.GroupStarts.ToArray(), built.Queries.GroupStarts.ToArray());
        Assert.Equal(data.Labels.ToArray(), built.Queries.Labels.ToArray());
        Assert.Equal(expected.Rows.Columns, built.Rows.Columns);
    }

    [Fact]
    public void Build_OfMoreRowsThanDecideTheBins_CutsTheOthersAsTheFirst()
    {
        const int QueryRows = 1 << 14;
        var builder = new BinnedDataSetBuilder(["rising", "missing"], MaxBins, Team);
        var rows = new float[2 * QueryRows];
        var queries = (BinnedDataSetBuilder.RowsToCutBy / QueryRows) + 10;
        for (var query = 0; query < queries; query++)
        {
            for (var row = 0; row < QueryRows; row++)
                (rows[2 * row], rows[(2 * row) + 1]) = ((query * QueryRows) + row, float.NaN);
            builder.AddGroup(rows, new float[QueryRows]);
        }

        var built = builder.Build();

        Assert.Equal(queries, built.Queries.GroupCount);
        Assert.Equal(queries * QueryRows, built.Rows.RowCount);
        Assert.Equal(MaxBins - 1, built.Cuts.ValueBinsOf(0));
        Assert.True(built.Cuts.BoundsOf(0)[^1] < BinnedDataSetBuilder.RowsToCutBy, "a row after those that decide where bins end has moved one");
        Assert.Equal(
            Enumerable.Range(0, queries * QueryRows).Select(row => built.Cuts.BinOf(0, row)), built.Rows.Columns[0].Take(queries * QueryRows));
        Assert.All(built.Rows.Columns[1].Take(queries * QueryRows), static bin => Assert.Equal(0, bin));
        Assert.All(built.Rows.Columns, column => Assert.Equal((queries * QueryRows) + BinnedRows.BlockRows, column.Length));
    }

    [Fact]
    public void AddGroup_OfBadInput_IsRefusedAndAddsNothing()
    {
        var builder = new BinnedDataSetBuilder(["a"], MaxBins, Team);
        builder.AddGroup([1f], [1f]);

        Assert.StartsWith("labels has -1", Assert.Throws<ArgumentException>(() => builder.AddGroup([1f], [-1f])).Message, StringComparison.Ordinal);

        Assert.Equal(1, builder.GroupCount);
        Assert.Equal(1, builder.Build().Rows.RowCount);
    }

    [Fact]
    public void Drawn_AnyRowsAndFeatures_StandAtTheirPlaces() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var (features, count) = (random.Next(1, 20), random.Next(1, 200));
        var builder = new RankingDataSetBuilder(RankingRows.Names(features));
        builder.AddGroup(Enumerable.Range(0, features * count).Select(_ => (float)random.Next(50)).ToArray(), new float[count]);
        var data = builder.Build();
        var bins = BinnedRows.Of(data, FeatureBins.Of(data, 64, Team), Team);
        var drawn = DrawnRows.None;
        for (var draw = 0; draw < 3; draw++)
        {
            int[] chosen = [.. Enumerable.Range(0, features).Where(_ => random.Next(2) == 0).DefaultIfEmpty(0)];
            int[] rows = [.. Enumerable.Range(0, count).Where(row => (row / 21) % 3 != draw && random.Next(20) != 0)];

            drawn = drawn.Of(bins, rows, chosen, Team);

            Assert.Equal(0, drawn.Stride % DrawnRows.GroupSize);
            foreach (var row in rows)
            {
                var bytes = drawn.Bytes.AsSpan(row * drawn.Stride, chosen.Length).ToArray();
                Assert.Equal(chosen.Select(feature => bins.Columns[feature][row]), bytes);
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
}
