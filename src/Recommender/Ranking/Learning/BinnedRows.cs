namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Rows with each value replaced by its bin: a byte a value, row by row and once more feature by feature.</summary>
internal sealed class BinnedRows
{
    /// <summary>Rows are padded to a multiple of this many bytes, which the histogram kernel reads at once.</summary>
    public const int GroupSize = 8;

    /// <summary>So many rows of a feature may be read at once, from any row on.</summary>
    public const int BlockRows = 64;

    private const int RowsPerPiece = 4_096;

    private byte[] _drawn = [];

    private BinnedRows(int rowCount, int stride, byte[] rows, byte[][] columns)
    {
        RowCount = rowCount;
        Stride = stride;
        Rows = rows;
        Columns = columns;
    }

    public int RowCount { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>All rows; the padding is zero.</summary>
    public byte[] Rows { get; }

    /// <summary>All features, each with room for a block after the last row; none where some were drawn.</summary>
    public byte[][] Columns { get; }

    public static BinnedRows Of(RankingDataSet data, FeatureBins bins, WorkTeam team)
    {
        var features = data.FeatureCount;
        var stride = StrideOf(features);
        var bytes = (long)data.RowCount * stride;
        if (bytes > Array.MaxLength)
        {
            throw new ArgumentException(
                $"the data has {data.RowCount} rows of {features} features, but must have at most {Array.MaxLength / stride} rows", nameof(data));
        }

        var rows = new byte[bytes];
        var columns = new byte[features][];
        for (var feature = 0; feature < columns.Length; feature++)
            columns[feature] = new byte[data.RowCount + BlockRows];
        team.Run((data.RowCount + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            var last = Math.Min((piece + 1) * RowsPerPiece, data.RowCount);
            for (var row = piece * RowsPerPiece; row < last; row++)
            {
                var values = data.Row(row);
                for (var feature = 0; feature < features; feature++)
                {
                    var bin = bins.BinOf(feature, values[feature]);
                    rows[((long)row * stride) + feature] = bin;
                    columns[feature][row] = bin;
                }
            }
        });
        return new BinnedRows(data.RowCount, stride, rows, columns);
    }

    /// <summary>
    /// Some rows with some features alone, at the places that they have: histograms of a few features then read a few bytes a row. Without columns of
    /// their own, and only until the next are drawn.
    /// </summary>
    public BinnedRows Draw(ReadOnlyMemory<int> rows, ReadOnlyMemory<int> features, WorkTeam team)
    {
        var stride = StrideOf(features.Length);
        if (_drawn.Length != RowCount * stride)
            _drawn = new byte[RowCount * stride];
        team.Run((rows.Length + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            var places = features.Span;
            foreach (var row in rows.Span[(piece * RowsPerPiece)..Math.Min((piece + 1) * RowsPerPiece, rows.Length)])
            {
                var source = Rows.AsSpan(row * Stride, Stride);
                var target = _drawn.AsSpan(row * stride, stride);
                for (var place = 0; place < places.Length; place++)
                    target[place] = source[places[place]];
            }
        });
        return new BinnedRows(RowCount, stride, _drawn, []);
    }

    private static int StrideOf(int features) => (features + GroupSize - 1) / GroupSize * GroupSize;
}
