namespace BookRecs.Recommender.Data;

/// <summary>
/// A sparse matrix in compressed sparse rows. The memory may be an array or a mapped file; the matrix never changes.
/// </summary>
public sealed class CsrMatrix
{
    /// <summary>Takes the three parts over without a copy.</summary>
    /// <param name="columnCount">Number of columns.</param>
    /// <param name="rowStarts">Row count + 1 offsets into the other two, rising, the first 0.</param>
    /// <param name="columns">Column of each entry; rising within a row unless the owner of the matrix says otherwise.</param>
    /// <param name="values">Value of each entry.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public CsrMatrix(int columnCount, ReadOnlyMemory<long> rowStarts, ReadOnlyMemory<int> columns, ReadOnlyMemory<float> values)
    {
        if (rowStarts.Length == 0 || rowStarts.Span[0] != 0 || rowStarts.Span[^1] != columns.Length || columns.Length != values.Length)
            throw new ArgumentException($"{rowStarts.Length} row starts, {columns.Length} columns and {values.Length} values do not fit each other", nameof(rowStarts));
        ColumnCount = columnCount;
        RowStarts = rowStarts;
        Columns = columns;
        Values = values;
    }

    /// <summary>Number of rows.</summary>
    public int RowCount => RowStarts.Length - 1;

    /// <summary>Number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>Number of stored entries.</summary>
    public int EntryCount => Columns.Length;

    /// <summary>Row count + 1 offsets into <see cref="Columns"/> and <see cref="Values"/>.</summary>
    public ReadOnlyMemory<long> RowStarts { get; }

    /// <summary>Column of each entry.</summary>
    public ReadOnlyMemory<int> Columns { get; }

    /// <summary>Value of each entry.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>The columns of a row.</summary>
    public ReadOnlySpan<int> RowColumns(int row)
    {
        var starts = RowStarts.Span;
        return Columns.Span[(int)starts[row]..(int)starts[row + 1]];
    }

    /// <summary>The values of a row, beside <see cref="RowColumns"/>.</summary>
    public ReadOnlySpan<float> RowValues(int row)
    {
        var starts = RowStarts.Span;
        return Values.Span[(int)starts[row]..(int)starts[row + 1]];
    }

    /// <summary>The matrix with rows and columns exchanged; entries of a row are in rising order of column.</summary>
    public CsrMatrix Transpose()
    {
        var starts = new long[ColumnCount + 1];
        foreach (var column in Columns.Span)
            starts[column + 1]++;
        for (var column = 0; column < ColumnCount; column++)
            starts[column + 1] += starts[column];
        var next = starts.AsSpan(0, ColumnCount).ToArray();
        var columns = new int[EntryCount];
        var values = new float[EntryCount];
        for (var row = 0; row < RowCount; row++)
        {
            var rowColumns = RowColumns(row);
            var rowValues = RowValues(row);
            for (var entry = 0; entry < rowColumns.Length; entry++)
            {
                var target = next[rowColumns[entry]]++;
                columns[target] = row;
                values[target] = rowValues[entry];
            }
        }

        return new CsrMatrix(RowCount, starts, columns, values);
    }
}
