using System.Globalization;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Collects the rows of a <see cref="RankingDataSet"/>, one query at a time.</summary>
/// <remarks>Not safe for several threads at once.</remarks>
public sealed class RankingDataSetBuilder
{
    /// <summary>The highest label: gains are 2^label − 1.</summary>
    public const float MaxLabel = 30f;

    /// <summary>The most features.</summary>
    public const int MaxFeatures = 512;

    private readonly string[] _featureNames;
    private readonly List<float[]> _blocks = [];
    private readonly List<int> _groupStarts = [0];
    private readonly List<float> _labels = [];
    private readonly List<float> _weights = [];
    private bool _isWeighted;

    /// <summary>Begins an empty data set.</summary>
    /// <param name="featureNames">What the values of a row are called: 1 to 512 names, none twice.</param>
    /// <exception cref="ArgumentException">There is no name, too many, or one twice.</exception>
    public RankingDataSetBuilder(IEnumerable<string> featureNames)
    {
        _featureNames = [.. featureNames];
        if (_featureNames.Length is < 1 or > MaxFeatures)
            throw new ArgumentException($"featureNames has {_featureNames.Length} names, but must have 1 to {MaxFeatures}", nameof(featureNames));
        if (_featureNames.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"featureNames has '{twice.Key}' twice, but names must differ", nameof(featureNames));
    }

    /// <summary>Rows so far.</summary>
    public int RowCount => _labels.Count;

    /// <summary>Adds the rows of one query.</summary>
    /// <param name="rows">Features row by row; NaN is missing.</param>
    /// <param name="labels">How relevant each row is, 0 to 30.</param>
    /// <param name="weights">How much each row counts, finite and at least 0; empty when each counts 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a value is out of bounds; nothing is added then.</exception>
    public void AddGroup(ReadOnlySpan<float> rows, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights = default)
    {
        Check(rows, labels, weights);
        var features = _featureNames.Length;
        for (var row = 0; row < labels.Length; row++)
        {
            var place = (_labels.Count + row) % RankingDataSet.RowsPerBlock;
            if (place == 0)
                _blocks.Add(new float[RankingDataSet.RowsPerBlock * features]);
            rows.Slice(row * features, features).CopyTo(_blocks[^1].AsSpan(place * features));
        }

        if (!weights.IsEmpty && !_isWeighted)
        {
            _isWeighted = true;
            _weights.AddRange(Enumerable.Repeat(1f, _labels.Count));
        }

        _labels.AddRange(labels);
        if (_isWeighted)
            _weights.AddRange(weights.IsEmpty ? Enumerable.Repeat(1f, labels.Length) : weights.ToArray());
        _groupStarts.Add(_labels.Count);
    }

    /// <summary>The data set; the builder must not be used afterwards.</summary>
    public RankingDataSet Build() => new(_featureNames, [.. _blocks], new RankingQueries([.. _groupStarts], [.. _labels], [.. _weights]));

    private void Check(ReadOnlySpan<float> rows, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        if (labels.IsEmpty)
            throw new ArgumentException("labels is empty, but a query must have a row", nameof(labels));
        var length = (long)labels.Length * _featureNames.Length;
        if (rows.Length != length)
        {
            throw new ArgumentException(
                $"rows has {rows.Length} values, but {labels.Length} rows of {_featureNames.Length} features must have {length}", nameof(rows));
        }

        if (!weights.IsEmpty && weights.Length != labels.Length)
            throw new ArgumentException($"weights has {weights.Length} values, but must have {labels.Length} or none", nameof(weights));
        foreach (var label in labels)
        {
            if (label is not (>= 0 and <= MaxLabel))
                throw Refusal("labels", label, $"0 to {MaxLabel}", nameof(labels));
        }

        foreach (var weight in weights)
        {
            if (weight is not (>= 0 and < float.PositiveInfinity))
                throw Refusal("weights", weight, "finite and at least 0", nameof(weights));
        }

        for (var place = 0; place < rows.Length; place++)
        {
            if (float.IsInfinity(rows[place]))
                throw Refusal(_featureNames[place % _featureNames.Length], rows[place], "finite, or NaN where it is missing", nameof(rows));
        }
    }

    private static ArgumentException Refusal(string field, float value, string rule, string parameter) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{field} has {value}, but must be {rule}"), parameter);
}
