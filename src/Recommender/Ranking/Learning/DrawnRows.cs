using System.Buffers.Binary;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// The bins of some rows and features row by row, each row at the place that it has among all rows: histograms of a few features then read
/// a few bytes a row.
/// </summary>
internal sealed class DrawnRows
{
    /// <summary>Rows are padded to a multiple of this many bytes, which the histogram kernel reads at once.</summary>
    public const int GroupSize = 8;

    private const int RowsPerPiece = 4_096;

    private DrawnRows(int stride, byte[] bytes) => (Stride, Bytes) = (stride, bytes);

    /// <summary>No rows; the first are drawn from it.</summary>
    public static DrawnRows None { get; } = new(0, []);

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>All rows; what the padding holds means nothing.</summary>
    public byte[] Bytes { get; }

    /// <summary>Draws others in the memory of these, which must not be used afterwards.</summary>
    /// <param name="bins">What to draw from.</param>
    /// <param name="rows">The rows, rising.</param>
    /// <param name="features">The features, which come in this order.</param>
    /// <param name="team">Who does the work.</param>
    /// <exception cref="ArgumentException">There are more bytes than an array holds.</exception>
    public DrawnRows Of(BinnedRows bins, ReadOnlyMemory<int> rows, int[] features, WorkTeam team)
    {
        var stride = (features.Length + GroupSize - 1) / GroupSize * GroupSize;
        if ((long)bins.RowCount * stride > Array.MaxLength)
        {
            throw new ArgumentException(
                $"the data has {bins.RowCount} rows, but for trees of {features.Length} features it must have at most {Array.MaxLength / stride}",
                nameof(bins));
        }

        var drawn = Stride == stride && Bytes.Length == bins.RowCount * stride ? this : new DrawnRows(stride, new byte[bins.RowCount * stride]);
        var columns = Array.ConvertAll(features, feature => bins.Columns[feature]);
        team.Run((rows.Length + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            var some = rows.Span[(piece * RowsPerPiece)..Math.Min((piece + 1) * RowsPerPiece, rows.Length)];
            for (var first = 0; first < columns.Length; first += GroupSize)
                drawn.Fill(some, columns.AsSpan(first, Math.Min(GroupSize, columns.Length - first)), first);
        });
        return drawn;
    }

    /// <summary>Copies up to eight features of rows.</summary>
    private void Fill(ReadOnlySpan<int> rows, ReadOnlySpan<byte[]> columns, int place)
    {
        Span<ulong> square = stackalloc ulong[GroupSize];
        for (var index = 0; index < rows.Length;)
        {
            var row = rows[index];
            if (index + GroupSize <= rows.Length && rows[index + GroupSize - 1] == row + GroupSize - 1)
            {
                square.Clear();
                for (var feature = 0; feature < columns.Length; feature++)
                    square[feature] = BinaryPrimitives.ReadUInt64LittleEndian(columns[feature].AsSpan(row));
                Transpose(square);
                for (var next = 0; next < GroupSize; next++)
                    BinaryPrimitives.WriteUInt64LittleEndian(Bytes.AsSpan(((row + next) * Stride) + place), square[next]);
                index += GroupSize;
            }
            else
            {
                for (var feature = 0; feature < columns.Length; feature++)
                    Bytes[(row * Stride) + place + feature] = columns[feature][row];
                index++;
            }
        }
    }

    /// <summary>
    /// Exchanges rows and columns of eight times eight bytes: of halves, of their halves, of bytes (Warren, "Hacker's Delight", section
    /// 7-3).
    /// </summary>
    private static void Transpose(Span<ulong> square)
    {
        for (var row = 0; row < 4; row++)
            Exchange(ref square[row], ref square[row + 4], 32, 0x0000_0000_FFFF_FFFF);
        for (var row = 0; row < 2; row++)
        {
            Exchange(ref square[row], ref square[row + 2], 16, 0x0000_FFFF_0000_FFFF);
            Exchange(ref square[row + 4], ref square[row + 6], 16, 0x0000_FFFF_0000_FFFF);
        }

        for (var row = 0; row < GroupSize; row += 2)
            Exchange(ref square[row], ref square[row + 1], 8, 0x00FF_00FF_00FF_00FF);
    }

    private static void Exchange(ref ulong upper, ref ulong lower, int shift, ulong mask)
    {
        var difference = ((upper >> shift) ^ lower) & mask;
        lower ^= difference;
        upper ^= difference << shift;
    }
}
