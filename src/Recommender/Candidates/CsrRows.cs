using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>Parts of a sparse matrix.</summary>
internal static class CsrRows
{
    /// <summary>The matrix with all rows but some left empty.</summary>
    public static CsrMatrix Keep(CsrMatrix matrix, Predicate<int> keep)
    {
        var starts = new long[matrix.RowCount + 1];
        var columns = new List<int>();
        var values = new List<float>();
        for (var row = 0; row < matrix.RowCount; row++)
        {
            if (keep(row))
            {
                columns.AddRange(matrix.RowColumns(row));
                values.AddRange(matrix.RowValues(row));
            }

            starts[row + 1] = columns.Count;
        }

        return new CsrMatrix(matrix.ColumnCount, starts, columns.ToArray(), values.ToArray());
    }

    /// <summary>The matrix with no more than the first entries of each row; itself where no row has more.</summary>
    public static CsrMatrix First(CsrMatrix matrix, int count)
    {
        var starts = new long[matrix.RowCount + 1];
        for (var row = 0; row < matrix.RowCount; row++)
            starts[row + 1] = starts[row] + Math.Min(count, matrix.RowColumns(row).Length);
        if (starts[^1] == matrix.EntryCount)
            return matrix;
        var columns = new int[starts[^1]];
        var values = new float[starts[^1]];
        for (var row = 0; row < matrix.RowCount; row++)
        {
            var length = (int)(starts[row + 1] - starts[row]);
            matrix.RowColumns(row)[..length].CopyTo(columns.AsSpan((int)starts[row]));
            matrix.RowValues(row)[..length].CopyTo(values.AsSpan((int)starts[row]));
        }

        return new CsrMatrix(matrix.ColumnCount, starts, columns, values);
    }
}
