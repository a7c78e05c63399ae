using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Candidates.Latent;
using BookRecs.Recommender.Data;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Candidates.Latent;

/// <summary>The kernels against plain loops in double precision, over random shapes.</summary>
public sealed class FactorKernelsTests
{
    private const double Tolerance = 2e-4;

    /// <summary>Seed, factors and entries of a random row.</summary>
    private static readonly Arbitrary<(int Seed, int Factors, int Entries, bool UseValues)> Rows = Arb.From(
        from seed in Gen.Choose(0, int.MaxValue)
        from factors in Gen.Choose(1, 150)
        from entries in Gen.Choose(0, 140)
        from useValues in Gen.Elements(false, true)
        select (seed, factors, entries, useValues));

    [Fact]
    public void Gram_OfAnyShape_AgreesWithPlainLoops() => Prop.ForAll(Rows, row =>
    {
        var matrix = RandomMatrix(row.Seed, row.Entries * 20, row.Factors);
        var gram = GramMatrix.Of(matrix, threads: 2, CancellationToken.None);
        var expected = new double[matrix.Stride * matrix.Stride];
        for (var index = 0; index < matrix.Rows; index++)
        {
            var values = matrix.Row(index);
            for (var left = 0; left < matrix.Factors; left++)
            {
                for (var right = 0; right < matrix.Factors; right++)
                    expected[(left * matrix.Stride) + right] += (double)values[left] * values[right];
            }
        }

        AssertClose(expected, gram);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(6));

    [Fact]
    public void Gram_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        var matrix = RandomMatrix(5, 9_000, 40);
        var once = GramMatrix.Of(matrix, 1, TestContext.Current.CancellationToken);
        Assert.Equal(once, GramMatrix.Of(matrix, 2, TestContext.Current.CancellationToken));
        Assert.Equal(once, GramMatrix.Of(matrix, 7, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Products_OfAnyShape_AgreeWithPlainLoops() => Prop.ForAll(Rows, row =>
    {
        var problem = new Problem(row.Seed, row.Factors, row.Entries, row.UseValues);
        var x = problem.X.Row(0);
        var product = new float[problem.Stride];
        FactorKernels.MultiplySymmetric(problem.Gram, Problem.Regularization, x, product);
        FactorKernels.AddSparse(problem.Items.Values.Span, problem.Columns, problem.Values, Problem.Alpha, false, x, product);
        AssertClose(problem.Multiply(x), product);

        var residual = new float[problem.Stride];
        FactorKernels.AddSparse(problem.Items.Values.Span, problem.Columns, problem.Values, Problem.Alpha, true, x, residual);
        var sparse = problem.Multiply(x, withDense: false);
        AssertClose([.. problem.RightSide().Select((value, factor) => value - sparse[factor])], residual);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Dots_OfFourRows_AgreeWithEachAlone() => Prop.ForAll(Rows, row =>
    {
        var matrix = RandomMatrix(row.Seed, 5, row.Factors);
        var dots = FactorKernels.Dots(matrix.Values.Span[..(4 * matrix.Stride)], matrix.Row(4));
        for (var index = 0; index < 4; index++)
        {
            var plain = 0d;
            for (var factor = 0; factor < row.Factors; factor++)
                plain += (double)matrix.Row(index)[factor] * matrix.Row(4)[factor];
            Assert.Equal(plain, dots[index], Tolerance);
            Assert.Equal(FactorKernels.Dot(matrix.Row(index), matrix.Row(4)), dots[index]);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Solvers_OfAnyShape_SolveTheRow() => Prop.ForAll(Rows, row =>
    {
        var problem = new Problem(row.Seed, row.Factors, row.Entries, row.UseValues);
        foreach (var solver in new RowSolver[] { new CholeskySolver(problem.Stride), new ConjugateGradientSolver(problem.Stride, 400) })
        {
            var x = problem.X.Row(0).ToArray();
            solver.Solve(
                problem.Gram,
                problem.Items.Values.Span,
                problem.Columns,
                problem.Values,
                Problem.Alpha,
                Problem.Regularization,
                x);
            AssertClose(problem.RightSide(), problem.Multiply(x), 2e-3);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Kernels_OnRowsOfOtherLengths_Refuse()
    {
        Assert.Throws<ArgumentException>(() => FactorKernels.Dot(new float[15], new float[15]));
        Assert.Throws<ArgumentException>(() => FactorKernels.AddScaled(1f, new float[16], new float[32]));
        Assert.Throws<ArgumentException>(() => FactorKernels.MultiplySymmetric(new float[16], 1f, new float[16], new float[16]));
        Assert.Throws<ArgumentException>(() => FactorKernels.Dots(new float[16], new float[16]));
        Assert.Throws<ArgumentException>(() => GramMatrix.AddUpper(new float[16], 2, 16, new float[256]));
    }

    [Theory]
    [InlineData(LatentFactorsSolver.Cholesky)]
    [InlineData(LatentFactorsSolver.ConjugateGradient)]
    public void Iterate_AlwaysLowersTheLoss(LatentFactorsSolver solver)
    {
        var interactions = ToyShop.Random(9).Interactions;
        var options = new LatentFactorsOptions { Factors = 6, Regularization = 5, Solver = solver };
        var model = new AlternatingLeastSquares(interactions, options, 2);
        var loss = double.MaxValue;
        for (var iteration = 0; iteration < 6; iteration++)
        {
            model.Iterate(TestContext.Current.CancellationToken);
            var next = Loss(model, interactions, options);
            Assert.True(next <= loss * (1 + 1e-5), $"iteration {iteration} took the loss from {loss} to {next}");
            loss = next;
        }
    }

    private static double Loss(AlternatingLeastSquares model, CsrMatrix interactions, LatentFactorsOptions options)
    {
        var items = interactions.Transpose();
        var itemRegularization = FrequencyRegularization.For(items, options);
        var loss = 0d;
        for (var user = 0; user < interactions.RowCount; user++)
        {
            var seen = interactions.RowColumns(user);
            loss += model.UserRegularization.Of(seen.Length) * Squares(model.Users.Row(user));
            for (var item = 0; item < interactions.ColumnCount; item++)
            {
                var dot = FactorKernels.Dot(model.Users.Row(user), model.Items.Row(item));
                loss += seen.Contains(item) ? (1 + options.Alpha) * (1 - dot) * (1 - dot) : dot * dot;
            }
        }

        for (var item = 0; item < items.RowCount; item++)
            loss += items.RowColumns(item).Length == 0 ? 0 : itemRegularization.Of(items.RowColumns(item).Length) * Squares(model.Items.Row(item));
        return loss;

        static double Squares(Span<float> row) => FactorKernels.Dot(row, row);
    }

    private static FactorMatrix RandomMatrix(int seed, int rows, int factors)
    {
        var matrix = new FactorMatrix(rows, factors);
        matrix.FillNormal(seed, 0.3);
        return matrix;
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<float> actual, double tolerance = Tolerance) =>
        AssertClose(expected, [.. actual.ToArray().Select(static value => (double)value)], tolerance);

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        var scale = Math.Max(1, expected.Max(Math.Abs));
        for (var place = 0; place < expected.Length; place++)
            Assert.True(Math.Abs(expected[place] - actual[place]) <= tolerance * scale, $"place {place}: {actual[place]}, not {expected[place]}");
    }

    /// <summary>A row of implicit ALS with its answer by plain loops.</summary>
    private sealed class Problem
    {
        public const float Alpha = 3f;
        public const float Regularization = 2f;

        private const int ItemCount = 150;

        public Problem(int seed, int factors, int entries, bool useValues)
        {
            var random = new System.Random(seed);
            Items = RandomMatrix(seed, ItemCount, factors);
            X = RandomMatrix(seed ^ 1, 1, factors);
            Gram = GramMatrix.Of(Items, 1, CancellationToken.None);
            Columns = [.. Enumerable.Range(0, ItemCount).OrderBy(_ => random.Next()).Take(entries).Order()];
            Values = useValues ? [.. Columns.Select(_ => 1f + (random.Next(8) * 0.25f))] : [];
        }

        public FactorMatrix Items { get; }

        public FactorMatrix X { get; }

        public float[] Gram { get; }

        public int[] Columns { get; }

        public float[] Values { get; }

        public int Stride => Items.Stride;

        public double[] RightSide()
        {
            var sum = new double[Stride];
            for (var entry = 0; entry < Columns.Length; entry++)
                Add(sum, Columns[entry], 1 + Weight(entry));
            return sum;
        }

        public double[] Multiply(ReadOnlySpan<float> x, bool withDense = true)
        {
            var sum = new double[Stride];
            for (var item = 0; withDense && item < ItemCount; item++)
                Add(sum, item, Dot(item, x));
            for (var factor = 0; withDense && factor < Stride; factor++)
                sum[factor] += Regularization * x[factor];
            for (var entry = 0; entry < Columns.Length; entry++)
                Add(sum, Columns[entry], Weight(entry) * Dot(Columns[entry], x));
            return sum;
        }

        private double Weight(int entry) => Alpha * (Values.Length == 0 ? 1 : Values[entry]);

        private double Dot(int item, ReadOnlySpan<float> x)
        {
            var dot = 0d;
            for (var factor = 0; factor < x.Length; factor++)
                dot += (double)Items.Row(item)[factor] * x[factor];
            return dot;
        }

        private void Add(double[] sum, int item, double weight)
        {
            for (var factor = 0; factor < sum.Length; factor++)
                sum[factor] += weight * Items.Row(item)[factor];
        }
    }
}
