namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Rows with each value replaced by its bin: a byte a value, feature by feature.</summary>
internal sealed class BinnedRows
{
    /// <summary>So many rows of a feature may be read at once, from any row on.</summary>
    public const int BlockRows = 64;

    private const int RowsPerPiece = 4_096;

    private BinnedRows(int rowCount, byte[][] columns) => (RowCount, Columns) = (rowCount, columns);

    public int RowCount { get; }

    /// <summary>All features, each with room for a block after the last row.</summary>
    public byte[][] Columns { get; }

    public static BinnedRows Of(RankingDataSet data, FeatureBins bins, WorkTeam team)
    {
        var columns = Array.ConvertAll(new byte[data.FeatureCount][], _ => new byte[data.RowCount + BlockRows]);
        team.Run((data.RowCount + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            var last = Math.Min((piece + 1) * RowsPerPiece, data.RowCount);
            for (var row = piece * RowsPerPiece; row < last; row++)
            {
                var values = data.Row(row);
                for (var feature = 0; feature < columns.Length; feature++)
                    columns[feature][row] = bins.BinOf(feature, values[feature]);
            }
        });
        return new BinnedRows(data.RowCount, columns);
    }

    /// <summary>
    /// Puts the rows of several parts one after the other. Takes their columns away as it goes, so that no more than one is there twice.
    /// </summary>
    public static BinnedRows Join(IReadOnlyList<BinnedRows> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var rowCount = parts.Sum(static part => part.RowCount);
        var columns = new byte[parts[0].Columns.Length][];
        for (var feature = 0; feature < columns.Length; feature++)
        {
            columns[feature] = new byte[rowCount + BlockRows];
            var first = 0;
            foreach (var part in parts)
            {
                part.Columns[feature].AsSpan(0, part.RowCount).CopyTo(columns[feature].AsSpan(first));
                part.Columns[feature] = [];
                first += part.RowCount;
            }
        }

        return new BinnedRows(rowCount, columns);
    }
}
