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
}
