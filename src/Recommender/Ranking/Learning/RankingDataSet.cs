namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Rows to learn a ranking from: one row a candidate, the rows of a query (one user's candidates) together. Features are stored row by
/// row, 4 bytes a value, in blocks, so that building needs no copy; NaN stands for a value that is missing.
/// </summary>
public sealed class RankingDataSet
{
    /// <summary>Rows of a block are at most this many, a power of two.</summary>
    internal const int RowsPerBlock = 1 << 14;

    private readonly float[][] _blocks;

    internal RankingDataSet(string[] featureNames, float[][] blocks, RankingQueries queries)
    {
        FeatureNames = featureNames;
        _blocks = blocks;
        Queries = queries;
    }

    /// <summary>What the values of a row are called, in their order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Values of a row.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>All rows.</summary>
    public int RowCount => Queries.RowCount;

    /// <summary>Queries.</summary>
    public int GroupCount => Queries.GroupCount;

    /// <summary>Where each query begins, and last the number of rows.</summary>
    public ReadOnlySpan<int> GroupStarts => Queries.GroupStarts;

    /// <summary>How relevant each row is: 0 is not, 1 is, more is more.</summary>
    public ReadOnlySpan<float> Labels => Queries.Labels;

    /// <summary>How much each row counts, or empty when each counts 1.</summary>
    public ReadOnlySpan<float> Weights => Queries.Weights;

    /// <summary>The queries and their labels.</summary>
    internal RankingQueries Queries { get; }

    /// <summary>The features of one row.</summary>
    public ReadOnlySpan<float> Row(int row) =>
        _blocks[row / RowsPerBlock].AsSpan(row % RowsPerBlock * FeatureCount, FeatureCount);

    /// <summary>Rows that follow each other, as far as they are stored together.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows at most.</param>
    /// <returns>At least one row, features row by row.</returns>
    public ReadOnlySpan<float> Rows(int first, int count) =>
        _blocks[first / RowsPerBlock].AsSpan(
            first % RowsPerBlock * FeatureCount, Math.Min(count, RowsPerBlock - (first % RowsPerBlock)) * FeatureCount);

    /// <summary>Refuses a data set that has other features.</summary>
    internal void RequireFeatures(IReadOnlyList<string> names, string parameter)
    {
        if (!FeatureNames.SequenceEqual(names, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"{parameter} has the features {string.Join(", ", FeatureNames)}, but must have {string.Join(", ", names)}", parameter);
        }
    }
}
