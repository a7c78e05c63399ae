namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Collects the rows of a <see cref="BinnedDataSet"/>, one query at a time. Where bins end is decided by the first rows; what comes after
/// is put into bins batch by batch, so that a value takes one byte in place of four.
/// </summary>
/// <param name="featureNames">What the values of a row are called.</param>
/// <param name="maxBins">Bins of a feature, the one for missing values included; 3 to 256.</param>
/// <param name="team">Who does the work.</param>
internal sealed class BinnedDataSetBuilder(IReadOnlyList<string> featureNames, int maxBins, WorkTeam team)
{
    /// <summary>The rows that decide where bins end: the first ones up to this many, and to the end of a query.</summary>
    public const int RowsToCutBy = 1 << 19;

    private const int RowsPerBatch = 1 << 16;

    private readonly List<BinnedRows> _parts = [];
    private readonly List<int> _groupStarts = [0];
    private readonly List<float> _labels = [];
    private RankingDataSetBuilder _batch = new(featureNames);
    private FeatureBins? _cuts;

    /// <summary>Rows so far.</summary>
    public int RowCount => _labels.Count;

    /// <summary>Queries so far.</summary>
    public int GroupCount => _groupStarts.Count - 1;

    /// <summary>Adds the rows of one query.</summary>
    /// <param name="rows">Features row by row; NaN is missing.</param>
    /// <param name="labels">How relevant each row is, 0 to 30.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a value is out of bounds; nothing is added then.</exception>
    public void AddGroup(ReadOnlySpan<float> rows, ReadOnlySpan<float> labels)
    {
        _batch.AddGroup(rows, labels);
        _labels.AddRange(labels);
        _groupStarts.Add(_labels.Count);
        if (_batch.RowCount >= (_cuts is null ? RowsToCutBy : RowsPerBatch))
            CutBatch();
    }

    /// <summary>The data set; the builder must not be used afterwards.</summary>
    public BinnedDataSet Build()
    {
        if (_cuts is null || _batch.RowCount > 0)
            CutBatch();
        return new BinnedDataSet(featureNames, _cuts!, BinnedRows.Join(_parts), new RankingQueries([.. _groupStarts], [.. _labels], []));
    }

    private void CutBatch()
    {
        var rows = _batch.Build();
        _cuts ??= FeatureBins.Of(rows, maxBins, team);
        _parts.Add(BinnedRows.Of(rows, _cuts, team));
        _batch = new RankingDataSetBuilder(featureNames);
    }
}
