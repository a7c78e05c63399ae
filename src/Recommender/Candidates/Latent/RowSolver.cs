namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// Solves one row of implicit ALS (Hu, Koren and Volinsky, ICDM 2008, equation 4): (G + Σ w·y·yᵀ + reg·I)·x = Σ (1 + w)·y, where the
/// confidence of an entry is 1 + w and G is YᵀY.
/// </summary>
/// <remarks>Keeps its buffers between rows; not safe for several threads at once.</remarks>
internal abstract class RowSolver
{
    /// <summary>Solves a row.</summary>
    /// <param name="gram">G, stride × stride.</param>
    /// <param name="factors">Y, rows of stride numbers.</param>
    /// <param name="columns">Which rows of Y the entries are.</param>
    /// <param name="values">Their values, or empty when each is 1.</param>
    /// <param name="alpha">w is alpha · value.</param>
    /// <param name="regularization">reg, above 0.</param>
    /// <param name="x">A first guess, which the solution replaces.</param>
    public abstract void Solve(
        ReadOnlySpan<float> gram,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<float> values,
        float alpha,
        float regularization,
        Span<float> x);

    /// <summary>Makes the solver that the settings ask for.</summary>
    public static RowSolver Create(LatentFactorsOptions options, int stride) => options.Solver == LatentFactorsSolver.Cholesky
        ? new CholeskySolver(stride)
        : new ConjugateGradientSolver(stride, options.ConjugateGradientSteps);
}
