using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Tests.Data;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Candidates;

/// <summary>What sources share when they are fitted together is, bit for bit, what each finds alone.</summary>
public sealed class SharedFitTests
{
    private static readonly Arbitrary<(int Seed, int Users, int Items, int Neighbours)> Shapes = Arb.From(
        from seed in Gen.Choose(0, int.MaxValue)
        from users in Gen.Choose(1, 200)
        from items in Gen.Choose(1, 700)
        from neighbours in Gen.Choose(1, 30)
        select (seed, users, items, neighbours));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Nearest_OfAnyTwoWeightingsAtOnce_AreThoseOfEachAlone() => Prop.ForAll(Shapes, static shape =>
    {
        var random = new System.Random(shape.Seed);
        var users = Interactions(random, shape.Users, shape.Items);
        (ItemToItemOptions Options, bool IncludeSelf)[] wanted =
        [
            (Any(random, shape.Neighbours), random.Next(2) == 0),
            (Any(random, 1 + random.Next(30)), random.Next(2) == 0),
            (Any(random, 1 + random.Next(30)), random.Next(2) == 0),
        ];
        var together = new SharedFit(users);
        foreach (var (options, includeSelf) in wanted)
            together.Plan(options, includeSelf);
        foreach (var (options, includeSelf) in wanted)
        {
            var found = together.Nearest(options, includeSelf, 2, Cancellation);
            AssertSame(new SharedFit(users).Nearest(options, includeSelf, 1, Cancellation), found);
            AssertSame(found, together.Nearest(options, includeSelf, 1, Cancellation));
        }
    }).Check();

    [Fact]
    public void Nearest_Fewer_AreTheFirstOfMore()
    {
        var users = Interactions(new System.Random(5), 150, 90);
        var shared = new SharedFit(users);
        shared.Plan(new ItemToItemOptions { Neighbours = 40 }, includeSelf: true);
        var few = shared.Nearest(new ItemToItemOptions { Neighbours = 3 }, includeSelf: true, 2, Cancellation);
        AssertSame(new SharedFit(users).Nearest(new ItemToItemOptions { Neighbours = 3 }, includeSelf: true, 2, Cancellation), few);
        AssertSame(
            new SharedFit(users).Nearest(new ItemToItemOptions { Neighbours = 60 }, includeSelf: true, 2, Cancellation),
            shared.Nearest(new ItemToItemOptions { Neighbours = 60 }, includeSelf: true, 2, Cancellation));
    }

    [Fact]
    public void RidgeModels_OfManySettings_AreThoseOfEachAlone()
    {
        var users = Interactions(new System.Random(6), 200, 120);
        var shared = new SharedFit(users);
        shared.RidgeModels.Plan([10f, 30f, 100f]);
        foreach (var ridge in new[] { 30f, 10f, 100f, 7f })
        {
            foreach (var exponent in new[] { 0.5f, 0.25f })
            {
                foreach (var dropout in new[] { 0f, 0.2f })
                {
                    var options = new SparseLinearOptions
                    {
                        Regularization = ridge,
                        DropoutOdds = dropout,
                        NeighbourDamping = 100 * dropout,
                        UserExponent = exponent,
                        PopularityExponent = exponent,
                    };
                    AssertSame(
                        SparseLinearSource.Fit(new SharedFit(users), options, 1, Cancellation).Weights,
                        SparseLinearSource.Fit(shared, options, 2, Cancellation).Weights);
                }
            }
        }
    }

    [Fact]
    public void Fit_OfAllSourcesTogether_GivesTheListsOfEachAlone()
    {
        var data = ToyShop.Random(31);
        var options = new CandidateOptions { SparseLinear = new SparseLinearOptions { Regularization = 2 } };
        string[] names = [ItemToItemSource.SourceName, SparseLinearSource.SourceName, ColdStartSource.SourceName];
        var together = SourceSet.Fit(data, options, names, 2, null, Cancellation);
        foreach (var name in names)
        {
            var alone = SourceSet.Fit(data, options, [name], 2, null, Cancellation);
            var (some, same) = (new ScoreBuffer(data.Items.Count), new ScoreBuffer(data.Items.Count));
            for (var user = 0; user < data.Users.Count; user++)
            {
                some.Clear();
                same.Clear();
                alone[name].Score(HistoryItem.Of(data, user), some);
                together[name].Score(HistoryItem.Of(data, user), same);
                Assert.Equal(some.Touched.ToArray(), same.Touched.ToArray());
                foreach (var item in some.Touched)
                    Assert.Equal(some[item], same[item]);
            }
        }
    }

    private static ItemToItemOptions Any(System.Random random, int neighbours) => new()
    {
        Weighting = (ItemWeighting)random.Next(3),
        Neighbours = neighbours,
        K1 = random.Next(3),
        B = random.Next(2) / 2f,
        Damping = random.Next(2) * 5f,
    };

    /// <summary>From nearly empty, where few items share a user, to nearly full.</summary>
    private static CsrMatrix Interactions(System.Random random, int users, int items)
    {
        var density = Math.Pow(random.NextDouble(), 4) * 0.5;
        var starts = new long[users + 1];
        var columns = new List<int>();
        for (var user = 0; user < users; user++)
        {
            columns.AddRange(Enumerable.Range(0, items).Where(_ => random.NextDouble() < density));
            starts[user + 1] = columns.Count;
        }

        return new CsrMatrix(items, starts, columns.ToArray(), Enumerable.Repeat(1f, columns.Count).ToArray());
    }

    private static void AssertSame(CsrMatrix expected, CsrMatrix actual)
    {
        Assert.Equal(expected.RowStarts.ToArray(), actual.RowStarts.ToArray());
        Assert.Equal(expected.Columns.ToArray(), actual.Columns.ToArray());
        Assert.Equal(expected.Values.ToArray(), actual.Values.ToArray());
    }
}
