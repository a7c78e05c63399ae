using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// Implicit-feedback matrix factorisation by alternating least squares (Hu, Koren and Volinsky, "Collaborative filtering for implicit
/// feedback datasets", ICDM 2008).
/// </summary>
/// <remarks>
/// Holds the interactions twice and 4 bytes a factor of every user and item. Each row is solved on one thread from data that no other
/// row of the same half changes, so the number of threads cannot change a bit.
/// </remarks>
internal sealed class AlternatingLeastSquares
{
    private const int RowsPerChunk = 16;
    private const double FirstDeviation = 0.1;

    private readonly LatentFactorsOptions _options;
    private readonly int _threads;
    private readonly CsrMatrix _userRows;
    private readonly CsrMatrix _itemRows;
    private readonly FrequencyRegularization _userRegularization;
    private readonly FrequencyRegularization _itemRegularization;

    public AlternatingLeastSquares(CsrMatrix interactions, LatentFactorsOptions options, int threads)
    {
        _options = options;
        _threads = threads;
        _userRows = interactions;
        _itemRows = interactions.Transpose();
        _userRegularization = FrequencyRegularization.For(_userRows, options);
        _itemRegularization = FrequencyRegularization.For(_itemRows, options);
        Users = new FactorMatrix(_userRows.RowCount, options.Factors);
        Items = new FactorMatrix(_itemRows.RowCount, options.Factors);
        Items.FillNormal(options.Seed, FirstDeviation / Math.Sqrt(options.Factors));
    }

    /// <summary>Factors of the users.</summary>
    public FactorMatrix Users { get; }

    /// <summary>Factors of the items; 0 for an item without interactions.</summary>
    public FactorMatrix Items { get; }

    /// <summary>The regularisation of users.</summary>
    public FrequencyRegularization UserRegularization => _userRegularization;

    /// <summary>Solves all users, then all items.</summary>
    public void Iterate(CancellationToken cancellationToken)
    {
        SolveRows(_userRows, Users, Items, _userRegularization, cancellationToken);
        SolveRows(_itemRows, Items, Users, _itemRegularization, cancellationToken);
    }

    private void SolveRows(
        CsrMatrix matrix, FactorMatrix solved, FactorMatrix given, FrequencyRegularization regularization, CancellationToken cancellationToken)
    {
        var gram = GramMatrix.Of(given, _threads, cancellationToken);
        var next = -RowsPerChunk;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        Parallel.For(0, _threads, parallel, _ =>
        {
            var solver = RowSolver.Create(_options, given.Stride);
            var factors = given.Values.Span;
            int first;
            while ((first = Interlocked.Add(ref next, RowsPerChunk)) < matrix.RowCount)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var row = first; row < Math.Min(first + RowsPerChunk, matrix.RowCount); row++)
                {
                    var columns = matrix.RowColumns(row);
                    if (columns.IsEmpty)
                    {
                        solved.Row(row).Clear();
                        continue;
                    }

                    var values = _options.UseWeights ? matrix.RowValues(row) : default;
                    solver.Solve(gram, factors, columns, values, _options.Alpha, regularization.Of(columns.Length), solved.Row(row));
                }
            }
        });
    }
}
