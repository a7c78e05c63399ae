using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class SparseLinearSourceTests : CandidateSourceBehaviour
{
    private static readonly SparseLinearOptions Plain = new() { NeighbourDamping = 0, Regularization = 1, DropoutOdds = 0, UserExponent = 0, PopularityExponent = 0 };

    protected override string Model => SparseLinearSource.SourceName;

    protected override CandidateOptions Options { get; } = new() { SparseLinear = new SparseLinearOptions { Regularization = 2 } };

    [Fact]
    public void List_OnTheCheckerboard_BeginsWithTheMissingSquare()
    {
        var data = ToyShop.Checkerboard();
        var sources = Fit(data);
        for (var user = 0; user < 50; user++)
            Assert.Equal(ToyShop.Id(user), ToyShop.List(sources, data, Model, HistoryItem.Of(data, user))[0]);
    }

    [Fact]
    public void Weights_OfThreeItems_AreThoseByHand()
    {
        var weights = Fit(FourTwoOne(), Plain);

        // Of the equations (XᵀX + I)·w = Xᵀy: for z [7 4; 4 6]·w = (2, 1), for x [6 1; 1 4]·w = (4, 2), for y [7 2; 2 4]·w = (4, 1).
        Assert.Equal(4 / 13d, weights("x", "z"), 1e-6);
        Assert.Equal(-1 / 26d, weights("y", "z"), 1e-6);
        Assert.Equal(14 / 23d, weights("y", "x"), 1e-6);
        Assert.Equal(8 / 23d, weights("z", "x"), 1e-6);
        Assert.Equal(7 / 12d, weights("x", "y"), 1e-6);
        Assert.Equal(-1 / 24d, weights("z", "y"), 1e-6);
    }

    [Fact]
    public void Score_SumsWeightsAndLeavesOutWhatIsNotAboveZero()
    {
        var data = FourTwoOne();
        var source = SparseLinearSource.Fit(data, Plain, 1, TestContext.Current.CancellationToken);

        Assert.Equal([("x", 14 / 23d)], Scores("y"));
        Assert.Equal([("x", 8 / 23d)], Scores("z"));
        Assert.Equal([("y", 7 / 12d), ("z", 4 / 13d)], Scores("x"));
        Assert.Equal([("x", 14 / 23d), ("y", 7 / 12d), ("z", (4 / 13d) - (1 / 26d))], Scores("x", "y"));

        (string Item, double Score)[] Scores(params string[] items)
        {
            var buffer = new ScoreBuffer(data.Items.Count);
            source.Score(ToyShop.History(data, items), buffer);
            return [.. buffer.Touched.ToArray().Select(item => (data.Items[item], Near(buffer[item]))).Order()];
        }

        // To the fraction that it is meant to be, so that whole lists can be compared.
        static double Near(float score) =>
            new[] { 14 / 23d, 8 / 23d, 7 / 12d, 4 / 13d, (4 / 13d) - (1 / 26d) }.FirstOrDefault(value => Math.Abs(value - score) < 1e-6, score);
    }

    [Fact]
    public void DropoutOdds_HoldBackTheFartherNeighbour()
    {
        var weights = Fit(FourTwoOne(), Plain with { DropoutOdds = 0.5f });

        // z is nearer to x (cosine 2/√18) than to y (1/√15), so the 5 users of y count half more: [7 4; 4 8.5]·w = (2, 1).
        // x is nearer to y than to z, whose 3 users count half more: [6 1; 1 5.5]·w = (4, 2).
        Assert.Equal(13 / 43.5, weights("x", "z"), 1e-6);
        Assert.Equal(-1 / 43.5, weights("y", "z"), 1e-6);
        Assert.Equal(20 / 32d, weights("y", "x"), 1e-6);
        Assert.Equal(8 / 32d, weights("z", "x"), 1e-6);
    }

    [Fact]
    public void NeighbourDamping_PrefersWhatManyUsersShare()
    {
        // x shares two users with y, w its only one: by cosine w (1/√3) is nearer to y than x (2/√15).
        var data = Build(
            ("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("c", "y"), ("c", "w"), ("d", "x"), ("e", "x"), ("f", "x"));
        var one = Plain with { Neighbours = 1 };

        Assert.Equal(double.NaN, Fit(data, one)("x", "y"));
        Assert.True(Fit(data, one)("w", "y") > 0, "w, of one user, must predict y without damping");
        Assert.True(Fit(data, one with { NeighbourDamping = 10 })("x", "y") > 0, "x, of two users of y, must predict it with damping");
    }

    [Fact]
    public void UserExponent_LetsUsersOfManyItemsCountLess()
    {
        // One user has x and y, one has x alone.
        var data = Build(("a", "x"), ("a", "y"), ("b", "x"));

        // Weights 1 and 1 without the exponent; 1/2 and 1, divided by their mean 3/4, with an exponent of 1.
        var even = Fit(data, Plain);
        Assert.Equal(1 / 2d, even("y", "x"), 1e-6);
        Assert.Equal(1 / 3d, even("x", "y"), 1e-6);
        var damped = Fit(data, Plain with { UserExponent = 1 });
        Assert.Equal(2 / 5d, damped("y", "x"), 1e-6);
        Assert.Equal(2 / 9d, damped("x", "y"), 1e-6);
    }

    [Fact]
    public void PopularityExponent_DividesByAPowerOfTheTargetsUsers()
    {
        var data = ToyShop.Random(21);
        var items = data.Interactions.Transpose();
        var cancellation = TestContext.Current.CancellationToken;
        var plain = SparseLinearSource.Fit(data, Plain, 2, cancellation).Weights;
        var discounted = SparseLinearSource.Fit(data, Plain with { PopularityExponent = 0.5f }, 2, cancellation).Weights;
        Assert.Equal(plain.Columns.ToArray(), discounted.Columns.ToArray());
        Assert.True(plain.EntryCount > 1_000, $"{plain.EntryCount} weights prove little");
        for (var entry = 0; entry < plain.EntryCount; entry++)
        {
            var users = items.RowColumns(plain.Columns.Span[entry]).Length;
            Assert.Equal(plain.Values.Span[entry] / Math.Sqrt(users), discounted.Values.Span[entry], 1e-6);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 0.5)]
    [InlineData(64, 1)]
    public void Fit_PredictsFromTheNearestItemsByCosine(int neighbours, float userExponent)
    {
        var data = ToyShop.Random(22, users: 120, items: 80);
        var options = Plain with { Neighbours = neighbours, UserExponent = userExponent };
        var weights = SparseLinearSource.Fit(data, options, 2, TestContext.Current.CancellationToken).Weights.Transpose();
        var items = data.Interactions.Transpose();
        for (var target = 0; target < data.Items.Count; target++)
        {
            var users = items.RowColumns(target).ToArray();
            var cosines = Enumerable.Range(0, data.Items.Count).Select(item => item == target || users.Length == 0
                ? 0
                : items.RowColumns(item).ToArray().Intersect(users).Count() / Math.Sqrt((double)users.Length * Math.Max(1, items.RowColumns(item).Length))).ToArray();
            var found = weights.RowColumns(target).ToArray();
            Assert.Equal(Math.Min(neighbours, cosines.Count(static cosine => cosine > 0)), found.Length);
            var worst = found.Select(item => cosines[item]).DefaultIfEmpty(0).Min();
            var left = cosines.Where((_, item) => !found.Contains(item)).Max();
            Assert.True(left <= worst + 1e-6, $"item {target}: one of cosine {left} was left out while one of {worst} was taken");
        }
    }

    private static Func<string, string, double> Fit(TrainingData data, SparseLinearOptions options)
    {
        var weights = SparseLinearSource.Fit(data, options, 1, TestContext.Current.CancellationToken).Weights;
        return (from, to) =>
        {
            var (row, column) = (ToyShop.History(data, from)[0].Item, ToyShop.History(data, to)[0].Item);
            var place = weights.RowColumns(row).IndexOf(column);
            return place < 0 ? double.NaN : weights.RowValues(row)[place];
        };
    }

    /// <summary>Four users have x and y, two have x and z, one has y and z: y and z go together less than x explains.</summary>
    private static TrainingData FourTwoOne() => Build(
        ("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("c", "x"), ("c", "y"), ("d", "x"), ("d", "y"),
        ("e", "x"), ("e", "z"), ("f", "x"), ("f", "z"), ("g", "y"), ("g", "z"));

    private static TrainingData Build(params (string User, string Item)[] pairs)
    {
        var builder = new TrainingDataBuilder();
        foreach (var (user, item) in pairs)
            builder.Add(ToyShop.Act(user, item));
        return builder.Build();
    }
}
