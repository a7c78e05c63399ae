using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class EaseSourceTests : CandidateSourceBehaviour
{
    protected override string Model => EaseSource.SourceName;

    protected override CandidateOptions Options { get; } = new() { Ease = new EaseOptions { Regularization = 5, Neighbours = 40 } };

    [Fact]
    public void List_OnTheCheckerboard_BeginsWithTheMissingSquare()
    {
        var data = ToyShop.Checkerboard();
        var sources = Fit(data);
        for (var user = 0; user < 50; user++)
            Assert.Equal(ToyShop.Id(user), ToyShop.List(sources, data, Model, HistoryItem.Of(data, user))[0]);
    }

    [Theory]
    [InlineData(40, 90, 0, 1_000)]
    [InlineData(40, 90, 0.7, 12)]
    [InlineData(90, 40, 0, 1_000)]
    [InlineData(90, 40, 0.7, 12)]
    [InlineData(300, 180, 0.5, 25)]
    [InlineData(180, 300, 0.5, 25)]
    public void Weights_FromUsersOrFromItems_AgreeWithTheDirectComputation(int users, int items, double exponent, int neighbours)
    {
        var data = ToyShop.Random(21, users, items);
        var options = new EaseOptions { Regularization = 3, UserExponent = (float)exponent, Neighbours = neighbours };
        var weights = EaseSource.Fit(data, options, 2, TestContext.Current.CancellationToken).Weights.Transpose();
        var expected = Direct(data, 3, exponent);
        for (var target = 0; target < data.Items.Count; target++)
        {
            var column = Enumerable.Range(0, data.Items.Count).Select(item => item == target ? 0 : expected[item, target]).ToArray();
            var found = weights.RowColumns(target);
            var values = weights.RowValues(target);
            Assert.True(found.Length <= neighbours);
            for (var entry = 0; entry < found.Length; entry++)
                Assert.Equal(column[found[entry]], values[entry], 1e-5);
            var kept = found.ToArray();
            var left = column.Where((_, item) => !kept.Contains(item)).Max();
            var worst = kept.Length < neighbours ? 0 : values.ToArray().Min();
            Assert.True(left <= worst + 1e-5, $"item {target}: {left} was left out while {worst} was kept");
        }
    }

    [Fact]
    public void Fit_BeyondItsBound_NamesSizesBytesAndTheBound()
    {
        var data = ToyShop.Random(1, users: 30, items: 90);
        var options = new EaseOptions { MaxSide = 29 };
        Assert.False(EaseSource.Fits(data, options));
        Assert.True(EaseSource.Fits(data, options with { MaxSide = 30 }));
        var error = Assert.Throws<ArgumentException>(() => EaseSource.Fit(data, options, 1, TestContext.Current.CancellationToken));
        Assert.StartsWith(
            "ease cannot learn from 30 users and 90 items: it would hold 4096 bytes, but Ease.MaxSide allows 29 users or items",
            error.Message,
            StringComparison.Ordinal);
    }

    /// <summary>B = I − P · diag(1 / diag P) with P the inverse of XᵀX + λI, by elimination in double precision.</summary>
    private static double[,] Direct(TrainingData data, double regularization, double exponent)
    {
        var size = data.Items.Count;
        var matrix = new double[size, 2 * size];
        for (var user = 0; user < data.Users.Count; user++)
        {
            var items = data.Interactions.RowColumns(user);
            foreach (var item in items)
            {
                foreach (var other in items)
                    matrix[item, other] += Math.Pow(items.Length, -exponent);
            }
        }

        for (var item = 0; item < size; item++)
            (matrix[item, item], matrix[item, size + item]) = (matrix[item, item] + regularization, 1);
        for (var pivot = 0; pivot < size; pivot++)
        {
            var scale = 1 / matrix[pivot, pivot];
            for (var column = 0; column < 2 * size; column++)
                matrix[pivot, column] *= scale;
            for (var row = 0; row < size; row++)
            {
                var factor = row == pivot ? 0 : matrix[row, pivot];
                for (var column = 0; column < 2 * size && factor != 0; column++)
                    matrix[row, column] -= factor * matrix[pivot, column];
            }
        }

        var weights = new double[size, size];
        for (var item = 0; item < size; item++)
        {
            for (var target = 0; target < size; target++)
                weights[item, target] = -matrix[item, size + target] / matrix[target, size + target];
        }

        return weights;
    }
}
