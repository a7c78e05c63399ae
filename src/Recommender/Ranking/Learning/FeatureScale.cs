namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Means and standard deviations of features over the rows where they are not missing.</summary>
internal sealed class FeatureScale
{
    private const int RowsPerPiece = 16_384;

    private FeatureScale(int features)
    {
        Means = new double[features];
        Deviations = new double[features];
        HasMissing = new bool[features];
    }

    public double[] Means { get; }

    /// <summary>0 when all values are alike.</summary>
    public double[] Deviations { get; }

    public bool[] HasMissing { get; }

    /// <summary>Measures all features. Sums are taken in pieces of rows that do not depend on the number of threads.</summary>
    public static FeatureScale Of(RankingDataSet data, WorkTeam team)
    {
        var scale = new FeatureScale(data.FeatureCount);
        var counts = new long[data.FeatureCount];
        foreach (var (sums, present) in Sums(data, team, null))
        {
            for (var feature = 0; feature < counts.Length; feature++)
            {
                scale.Means[feature] += sums[feature];
                counts[feature] += present[feature];
            }
        }

        for (var feature = 0; feature < counts.Length; feature++)
        {
            scale.HasMissing[feature] = counts[feature] < data.RowCount;
            scale.Means[feature] /= Math.Max(counts[feature], 1);
        }

        foreach (var (squares, _) in Sums(data, team, scale.Means))
        {
            for (var feature = 0; feature < counts.Length; feature++)
                scale.Deviations[feature] += squares[feature];
        }

        for (var feature = 0; feature < counts.Length; feature++)
        {
            var deviation = Math.Sqrt(scale.Deviations[feature] / Math.Max(counts[feature], 1));
            // Of values that are all alike, rounding leaves a little.
            scale.Deviations[feature] = deviation > 1e-7 * Math.Abs(scale.Means[feature]) ? deviation : 0;
        }

        return scale;
    }

    /// <summary>Sums of the values, or of their squared distances from the means, piece by piece.</summary>
    private static (double[] Sums, int[] Present)[] Sums(RankingDataSet data, WorkTeam team, double[]? means)
    {
        var pieces = new (double[] Sums, int[] Present)[(data.RowCount + RowsPerPiece - 1) / RowsPerPiece];
        team.Run(pieces.Length, piece =>
        {
            var (sums, present) = pieces[piece] = (new double[data.FeatureCount], new int[data.FeatureCount]);
            var last = Math.Min((piece + 1) * RowsPerPiece, data.RowCount);
            for (var row = piece * RowsPerPiece; row < last; row++)
            {
                var values = data.Row(row);
                for (var feature = 0; feature < values.Length; feature++)
                {
                    if (float.IsNaN(values[feature]))
                        continue;
                    var distance = values[feature] - (means?[feature] ?? 0);
                    sums[feature] += means is null ? distance : distance * distance;
                    present[feature]++;
                }
            }
        });
        return pieces;
    }
}
