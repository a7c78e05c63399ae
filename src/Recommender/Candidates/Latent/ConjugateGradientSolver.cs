namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// A few steps of conjugate gradient from the row of the iteration before, never building the matrix (Takács, Pilászy and Tikk,
/// "Applications of the conjugate gradient method for implicit feedback collaborative filtering", RecSys 2011).
/// </summary>
/// <param name="stride">Length of a row.</param>
/// <param name="steps">How many steps.</param>
internal sealed class ConjugateGradientSolver(int stride, int steps) : RowSolver
{
    private const float Converged = 1e-20f;

    private readonly FactorMatrix _buffers = new(3, stride);

    /// <inheritdoc/>
    public override void Solve(
        ReadOnlySpan<float> gram,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<float> values,
        float alpha,
        float regularization,
        Span<float> x)
    {
        var residual = _buffers.Row(0);
        var direction = _buffers.Row(1);
        var product = _buffers.Row(2);
        FactorKernels.MultiplySymmetric(gram, regularization, x, product);
        residual.Clear();
        FactorKernels.AddSparse(factors, columns, values, alpha, isResidual: true, x, residual);
        FactorKernels.AddScaled(-1f, product, residual);
        residual.CopyTo(direction);
        var squares = FactorKernels.Dot(residual, residual);
        for (var step = 0; step < steps && squares > Converged; step++)
        {
            FactorKernels.MultiplySymmetric(gram, regularization, direction, product);
            FactorKernels.AddSparse(factors, columns, values, alpha, isResidual: false, direction, product);
            var length = squares / FactorKernels.Dot(direction, product);
            FactorKernels.AddScaled(length, direction, x);
            FactorKernels.AddScaled(-length, product, residual);
            var next = FactorKernels.Dot(residual, residual);
            product.Clear();
            FactorKernels.AddScaled(next / squares, direction, product);
            FactorKernels.AddScaled(1f, residual, product);
            product.CopyTo(direction);
            squares = next;
        }
    }
}
