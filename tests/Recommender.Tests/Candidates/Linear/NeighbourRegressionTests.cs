using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Candidates.Linear;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Tests.Data;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Candidates.Linear;

public sealed class NeighbourRegressionTests
{
    private static readonly Arbitrary<(int Seed, int Items, int Users, int Neighbours)> Shapes = Arb.From(
        from seed in Gen.Choose(0, int.MaxValue)
        from items in Gen.Choose(1, 90)
        from users in Gen.Choose(1, 60)
        from neighbours in Gen.Elements(0, 1, 2, 5, 20, 63, 64)
        select (seed, items, users, neighbours));

    [Fact]
    public void Solve_OfAnyShape_IsThePlainRidgeSolution() => Prop.ForAll(Shapes, static shape =>
    {
        var random = new System.Random(shape.Seed);
        var isAct = new bool[shape.Items, shape.Users];
        var density = 0.02 + (0.6 * random.NextDouble());
        for (var item = 0; item < shape.Items; item++)
        {
            for (var user = 0; user < shape.Users; user++)
                isAct[item, user] = random.NextDouble() < density;
        }

        var userWeights = Enumerable.Range(0, shape.Users).Select(_ => 0.1f + (2 * random.NextSingle())).ToArray();
        var regularization = 0.5f + (20 * random.NextSingle());
        var dropoutOdds = random.Next(2) * random.NextSingle();
        var regression = new NeighbourRegression(Matrix(isAct), userWeights);
        var weights = new double[SparseLinearOptions.MaxNeighbours];

        // One instance solves many items and ridges, and what one leaves behind must not show in the next.
        for (var repeat = 0; repeat < 3; repeat++)
        {
            var order = Enumerable.Range(0, shape.Items).ToArray();
            random.Shuffle(order);
            var (target, neighbours) = (order[0], order.Skip(1).Take(shape.Neighbours).ToArray());
            regression.AddUp(target, neighbours);
            regression.Solve(1f, 1f, weights.AsSpan(0, neighbours.Length));
            regression.Solve(regularization, dropoutOdds, weights.AsSpan(0, neighbours.Length));
            var expected = Ridge(isAct, userWeights, regularization, dropoutOdds, target, neighbours);
            for (var place = 0; place < neighbours.Length; place++)
                Assert.Equal(expected[place], weights[place], 1e-6);
        }
    }).Check();

    private static CsrMatrix Matrix(bool[,] isAct)
    {
        var (items, users) = (isAct.GetLength(0), isAct.GetLength(1));
        var starts = new long[items + 1];
        var columns = new List<int>();
        for (var item = 0; item < items; item++)
        {
            columns.AddRange(Enumerable.Range(0, users).Where(user => isAct[item, user]));
            starts[item + 1] = columns.Count;
        }

        return new CsrMatrix(users, starts, columns.ToArray(), Enumerable.Repeat(1f, columns.Count).ToArray());
    }

    /// <summary>
    /// The weights with the least expected error when each neighbour is missing with its odds (and counts more for it when it is there):
    /// by elimination with pivots, from the dense matrix.
    /// </summary>
    private static double[] Ridge(
        bool[,] isAct, float[] userWeights, double regularization, double dropoutOdds, int target, int[] neighbours)
    {
        var size = neighbours.Length;
        var matrix = new double[size, size + 1];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= size; column++)
                matrix[row, column] = Shared(neighbours[row], column < size ? neighbours[column] : target);
            matrix[row, row] += regularization + (dropoutOdds * row * Shared(neighbours[row], neighbours[row]));
        }

        for (var step = 0; step < size; step++)
        {
            var pivot = Enumerable.Range(step, size - step).MaxBy(row => Math.Abs(matrix[row, step]));
            for (var column = 0; column <= size; column++)
                (matrix[step, column], matrix[pivot, column]) = (matrix[pivot, column], matrix[step, column]);
            for (var row = 0; row < size; row++)
            {
                var factor = row == step ? 0 : matrix[row, step] / matrix[step, step];
                for (var column = step; column <= size && factor != 0; column++)
                    matrix[row, column] -= factor * matrix[step, column];
            }
        }

        return [.. Enumerable.Range(0, size).Select(row => matrix[row, size] / matrix[row, row])];

        double Shared(int left, int right) =>
            Enumerable.Range(0, userWeights.Length).Where(user => isAct[left, user] && isAct[right, user]).Sum(user => (double)userWeights[user]);
    }
}
