namespace BookRecs.Recommender.Candidates.Linear;

/// <summary>The negative inverse of a block on the diagonal, computed in double precision.</summary>
/// <param name="maxRows">The most rows of a block.</param>
/// <param name="smallestPivot">What no pivot can be below but by rounding, above 0.</param>
internal sealed class PivotBlock(int maxRows, double smallestPivot)
{
    private readonly double[] _work = new double[maxRows * maxRows];
    private readonly double[] _pivotRow = new double[maxRows];
    private readonly float[] _inverse = new float[maxRows * maxRows];

    /// <summary>The first of the numbers of a column and of those beside it; the next row is the most rows of a block away.</summary>
    public ref float Column(int column) => ref _inverse[column];

    /// <summary>Takes a block on and above the diagonal and sweeps all its rows.</summary>
    public void Invert(SymmetricMatrix matrix, int first, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = row; column < rows; column++)
                _work[(row * maxRows) + column] = _work[(column * maxRows) + row] = matrix.At(first + row, first + column);
        }

        for (var pivot = 0; pivot < rows; pivot++)
            Sweep(pivot, rows);
        for (var place = 0; place < _inverse.Length; place++)
            _inverse[place] = (float)_work[place];
    }

    /// <summary>Writes the negative inverse where the block was.</summary>
    public void CopyTo(SymmetricMatrix matrix, int first, int rows)
    {
        for (var row = 0; row < rows; row++)
            _inverse.AsSpan(row * maxRows, rows).CopyTo(matrix.Row(first + row)[first..]);
    }

    private void Sweep(int pivot, int rows)
    {
        _work.AsSpan(pivot * maxRows, rows).CopyTo(_pivotRow);
        var inverse = 1 / Math.Max(_pivotRow[pivot], smallestPivot);
        for (var row = 0; row < rows; row++)
        {
            var values = _work.AsSpan(row * maxRows, rows);
            var factor = _pivotRow[row] * inverse;
            for (var column = 0; column < rows; column++)
                values[column] -= factor * _pivotRow[column];
            values[pivot] = factor;
        }

        for (var column = 0; column < rows; column++)
            _work[(pivot * maxRows) + column] = _pivotRow[column] * inverse;
        _work[(pivot * maxRows) + pivot] = -inverse;
    }
}
