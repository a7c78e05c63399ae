using BookRecs.Recommender.Candidates.Linear;

namespace BookRecs.Recommender.Tests.Candidates.Linear;

public sealed class SymmetricInverseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(128)]
    [InlineData(161)]
    [InlineData(300)]
    public void Inverse_TimesTheMatrix_IsTheIdentity(int rows)
    {
        var original = PositiveDefinite(rows, rows);
        var inverse = Copy(original);
        SymmetricInverse.Invert(inverse, 1, 2, TestContext.Current.CancellationToken);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < rows; column++)
            {
                var product = 0d;
                for (var index = 0; index < rows; index++)
                    product += (double)original.At(row, index) * inverse.At(index, column);
                Assert.Equal(row == column ? 1 : 0, product, 1e-4);
                Assert.Equal(inverse.At(row, column), inverse.At(column, row));
            }
        }
    }

    [Fact]
    public void Invert_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        var once = Copy(PositiveDefinite(7, 290));
        SymmetricInverse.Invert(once, 1, 1, TestContext.Current.CancellationToken);
        foreach (var threads in new[] { 2, 5 })
        {
            var again = Copy(PositiveDefinite(7, 290));
            SymmetricInverse.Invert(again, 1, threads, TestContext.Current.CancellationToken);
            for (var row = 0; row < 290; row++)
                Assert.Equal(once.Row(row).ToArray(), again.Row(row).ToArray());
        }
    }

    [Fact]
    public void Invert_AMatrixThatRoundingMadeSingular_StaysFinite()
    {
        var matrix = new SymmetricMatrix(40);
        for (var row = 0; row < 40; row++)
            matrix.Row(row)[..40].Fill(1e8f);
        SymmetricInverse.Invert(matrix, 0.5, 1, TestContext.Current.CancellationToken);
        for (var row = 0; row < 40; row++)
            Assert.All(matrix.Row(row).ToArray(), static value => Assert.True(float.IsFinite(value)));
    }

    /// <summary>Random vectors' products, and 1 on the diagonal.</summary>
    private static SymmetricMatrix PositiveDefinite(int seed, int rows)
    {
        var random = new Random(seed);
        var vectors = Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, 20).Select(_ => random.NextDouble() - 0.3).ToArray()).ToArray();
        var matrix = new SymmetricMatrix(rows);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < rows; column++)
                matrix.At(row, column) = (float)(vectors[row].Zip(vectors[column], (left, right) => left * right).Sum() + (row == column ? 1 : 0));
        }

        return matrix;
    }

    private static SymmetricMatrix Copy(SymmetricMatrix matrix)
    {
        var copy = new SymmetricMatrix(matrix.Rows);
        for (var row = 0; row < matrix.Rows; row++)
            matrix.Row(row).CopyTo(copy.Row(row));
        return copy;
    }
}
