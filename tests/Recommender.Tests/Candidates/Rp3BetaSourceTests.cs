using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class Rp3BetaSourceTests : CandidateSourceBehaviour
{
    protected override string Model => Rp3BetaSource.SourceName;

    protected override CandidateOptions Options { get; } =
        new() { Rp3Beta = new Rp3BetaOptions { Alpha = 0.7f, Beta = 0.4f, Neighbours = 24 } };

    [Fact]
    public void List_OnTheCheckerboard_BeginsWithTheMissingSquare()
    {
        var data = ToyShop.Checkerboard();
        var sources = Fit(data);
        for (var user = 0; user < 50; user++)
            Assert.Equal(ToyShop.Id(user), ToyShop.List(sources, data, Model, HistoryItem.Of(data, user))[0]);
    }

    [Fact]
    public void Neighbours_AgreeWithTheWalkComputedDirectly()
    {
        var data = ToyShop.Random(31, users: 40, items: 70);
        var neighbours = ((Rp3BetaSource)Fit(data)[Model]).Neighbours;
        var items = data.Interactions.Transpose();
        for (var item = 0; item < data.Items.Count; item++)
        {
            var found = neighbours.RowColumns(item);
            var values = neighbours.RowValues(item);
            var expected = Enumerable.Range(0, data.Items.Count).Select(other => other == item ? 0 : Walk(item, other)).ToArray();
            Assert.Equal(Math.Min(24, expected.Count(probability => probability > 0)), found.Length);
            for (var rank = 0; rank < found.Length; rank++)
                Assert.Equal(expected[found[rank]], values[rank], 1e-5);
            var worst = found.IsEmpty ? 0 : values[^1];
            var left = expected.Where((_, other) => !neighbours.RowColumns(item).Contains(other)).DefaultIfEmpty().Max();
            Assert.True(left <= worst + 1e-6, $"item {item}: {left} was left out while {worst} was kept");
        }

        double Walk(int from, int to)
        {
            var shared = items.RowColumns(from).ToArray().Intersect(items.RowColumns(to).ToArray());
            var sum = shared.Sum(user => Math.Pow(items.RowColumns(from).Length, -0.7)
                * Math.Pow(data.Interactions.RowColumns(user).Length, -0.7));
            return sum * Math.Pow(Math.Max(items.RowColumns(to).Length, 1), -0.4);
        }
    }
}
