using System.Numerics;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates.Linear;

/// <summary>
/// Predicts one item at a time from a few others by weighted ridge regression over the users who have any of them. Used by one thread
/// at a time; holds 12 bytes a user.
/// </summary>
/// <param name="items">Items × users.</param>
/// <param name="userWeights">How much each user counts.</param>
internal sealed class NeighbourRegression(CsrMatrix items, float[] userWeights)
{
    private readonly ulong[] _neighboursOfUser = new ulong[items.ColumnCount];
    private readonly int[] _touched = new int[items.ColumnCount];
    private readonly double[] _gram = new double[SparseLinearOptions.MaxNeighbours * SparseLinearOptions.MaxNeighbours];
    private readonly double[] _right = new double[SparseLinearOptions.MaxNeighbours];
    private readonly double[] _factor = new double[SparseLinearOptions.MaxNeighbours * SparseLinearOptions.MaxNeighbours];
    private int _order;

    /// <summary>Adds up XᵀWX and XᵀWy, where the columns of X are the neighbours and y is the item.</summary>
    /// <param name="item">The item to predict.</param>
    /// <param name="neighbours">What to predict it from, at most 64 items, the nearest first.</param>
    public void AddUp(int item, ReadOnlySpan<int> neighbours)
    {
        _order = neighbours.Length;
        var touchedCount = 0;
        for (var place = 0; place < neighbours.Length; place++)
        {
            foreach (var user in items.RowColumns(neighbours[place]))
            {
                if (_neighboursOfUser[user] == 0)
                    _touched[touchedCount++] = user;
                _neighboursOfUser[user] |= 1UL << place;
            }
        }

        var gram = _gram.AsSpan(0, _order * _order);
        gram.Clear();
        _right.AsSpan().Clear();
        foreach (var user in items.RowColumns(item))
        {
            for (var rest = _neighboursOfUser[user]; rest != 0; rest &= rest - 1)
                _right[BitOperations.TrailingZeroCount(rest)] += userWeights[user];
        }

        foreach (var user in _touched.AsSpan(0, touchedCount))
        {
            AddOuterProduct(gram, _order, _neighboursOfUser[user], userWeights[user]);
            _neighboursOfUser[user] = 0;
        }
    }

    /// <summary>
    /// Solves (XᵀWX + λI + D)·w = XᵀWy for the sums added up last, where D holds the diagonal of XᵀWX times the odds of dropout.
    /// </summary>
    /// <param name="regularization">The ridge λ, above 0.</param>
    /// <param name="dropoutOdds">The odds that a neighbour is missing, for each one before it; 0 or more.</param>
    /// <param name="weights">Where the weight of each neighbour goes; as long as there are neighbours.</param>
    public void Solve(float regularization, float dropoutOdds, Span<double> weights)
    {
        var factor = _factor.AsSpan(0, _order * _order);
        _gram.AsSpan(0, factor.Length).CopyTo(factor);
        _right.AsSpan(0, _order).CopyTo(weights);
        for (var place = 0; place < _order; place++)
        {
            ref var diagonal = ref factor[(place * _order) + place];
            diagonal += regularization + (diagonal * dropoutOdds * place);
        }

        SolveByCholesky(factor, weights[.._order]);
    }

    /// <summary>Adds to the lower triangle.</summary>
    private static void AddOuterProduct(Span<double> gram, int order, ulong neighbours, double weight)
    {
        for (var rows = neighbours; rows != 0; rows &= rows - 1)
        {
            var row = BitOperations.TrailingZeroCount(rows);
            var sums = gram.Slice(row * order, row + 1);
            for (var columns = neighbours & (ulong.MaxValue >> (63 - row)); columns != 0; columns &= columns - 1)
                sums[BitOperations.TrailingZeroCount(columns)] += weight;
        }
    }

    /// <summary>Solves in place by the lower triangle; the ridge keeps every pivot above 0.</summary>
    private static void SolveByCholesky(Span<double> gram, Span<double> right)
    {
        var order = right.Length;
        for (var row = 0; row < order; row++)
        {
            var lower = gram.Slice(row * order, order);
            for (var column = 0; column < row; column++)
                lower[column] = (lower[column] - Dot(lower, gram[(column * order)..], column)) / gram[(column * order) + column];
            lower[row] = Math.Sqrt(lower[row] - Dot(lower, lower, row));
            right[row] = (right[row] - Dot(lower, right, row)) / lower[row];
        }

        for (var row = order - 1; row >= 0; row--)
        {
            right[row] /= gram[(row * order) + row];
            for (var column = 0; column < row; column++)
                right[column] -= gram[(row * order) + column] * right[row];
        }
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int count)
    {
        var sum = 0d;
        for (var index = 0; index < count; index++)
            sum += left[index] * right[index];
        return sum;
    }
}
