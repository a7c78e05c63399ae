using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>A fitted logistic regression: the log-odds that a row is relevant.</summary>
/// <remarks>
/// Safe for any number of threads at once. Sums are taken over 16 lanes in a fixed order, so the bits do not depend on the processor's
/// vector width.
/// </remarks>
public sealed class LogisticModel
{
    private const int Lanes = 16;

    private readonly string[] _features;
    private readonly double[] _weights;
    private readonly double[] _missingWeights;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double _constant;

    // The same on values as they are, padded to whole vectors of zeros: no standardising when scoring.
    private readonly float[] _slopes;
    private readonly float[] _missing;
    private readonly float _offset;

    internal LogisticModel(
        string[] features, double constant, double[] weights, double[] missingWeights, double[] means, double[] deviations)
    {
        (_features, _constant, _weights, _missingWeights, _means, _deviations) =
            (features, constant, weights, missingWeights, means, deviations);
        _slopes = new float[(features.Length + Lanes - 1) / Lanes * Lanes];
        _missing = new float[_slopes.Length];
        var offset = constant;
        for (var feature = 0; feature < features.Length; feature++)
        {
            var slope = deviations[feature] > 0 ? weights[feature] / deviations[feature] : 0;
            _slopes[feature] = (float)slope;
            _missing[feature] = (float)(missingWeights[feature] + (slope * means[feature]));
            offset -= slope * means[feature];
        }

        _offset = (float)offset;
    }

    /// <summary>What the values of a row are called, in their order.</summary>
    public IReadOnlyList<string> FeatureNames => _features;

    /// <summary>The log-odds of a row whose features have their means.</summary>
    public double Constant => _constant;

    /// <summary>What each feature counts, the greatest first.</summary>
    public IReadOnlyList<LogisticCoefficient> Coefficients() =>
    [
        .. Enumerable.Range(0, _features.Length)
            .Select(feature => new LogisticCoefficient(
                _features[feature], _weights[feature], _missingWeights[feature], _means[feature], _deviations[feature]))
            .OrderByDescending(static coefficient => Math.Max(Math.Abs(coefficient.Weight), Math.Abs(coefficient.MissingWeight)))
            .ThenBy(static coefficient => coefficient.Feature, StringComparer.Ordinal),
    ];

    /// <summary>Scores rows; allocates nothing.</summary>
    /// <param name="rows">Features row by row; NaN is missing.</param>
    /// <param name="featureCount">Values of a row: must be those that the model was fitted on.</param>
    /// <param name="scores">The log-odds of each row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Score(ReadOnlySpan<float> rows, int featureCount, Span<float> scores)
    {
        if (featureCount != _features.Length)
            throw new ArgumentException($"featureCount is {featureCount}, but must be {_features.Length}", nameof(featureCount));
        if (rows.Length != (long)scores.Length * featureCount)
        {
            throw new ArgumentException(
                $"rows has {rows.Length} values, but {scores.Length} rows of {featureCount} must have {(long)scores.Length * featureCount}", nameof(rows));
        }

        ref var slopes = ref MemoryMarshal.GetArrayDataReference(_slopes);
        ref var missing = ref MemoryMarshal.GetArrayDataReference(_missing);
        Span<float> tail = stackalloc float[Lanes];
        for (var row = 0; row < scores.Length; row++)
        {
            var sum = Vector512<float>.Zero;
            for (var feature = 0; feature < featureCount; feature += Lanes)
            {
                var values = Load(rows[((row * featureCount) + feature)..], featureCount - feature, tail);
                var products = values * Vector512.LoadUnsafe(ref slopes, (nuint)feature);
                sum += Vector512.ConditionalSelect(
                    Vector512.Equals(values, values), products, Vector512.LoadUnsafe(ref missing, (nuint)feature));
            }

            scores[row] = _offset + SigmoidKernel.Sum(sum);
        }
    }

    /// <summary>Writes the model.</summary>
    /// <param name="artifact">Where to.</param>
    /// <param name="name">The prefix of the sections, such as "pre_ranker".</param>
    public void Save(ArtifactWriter artifact, string name)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        artifact.WriteStrings($"{name}.features", _features);
        artifact.Write<double>($"{name}.constant", [_constant]);
        artifact.Write<double>($"{name}.weights", _weights);
        artifact.Write<double>($"{name}.missing_weights", _missingWeights);
        artifact.Write<double>($"{name}.means", _means);
        artifact.Write<double>($"{name}.deviations", _deviations);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="artifact">Where the sections are; may be closed afterwards.</param>
    /// <param name="name">The prefix of the sections.</param>
    /// <exception cref="InvalidDataException">The sections do not fit each other; the message names them.</exception>
    public static LogisticModel Load(ArtifactReader artifact, string name)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var features = artifact.ReadStrings($"{name}.features");
        if (features.Length is < 1 or > RankingDataSetBuilder.MaxFeatures)
            throw new InvalidDataException($"{name}.features has {features.Length} names, but must have 1 to {RankingDataSetBuilder.MaxFeatures}");
        var deviations = Numbers("deviations", features.Length);
        if (deviations.Any(static deviation => deviation < 0))
            throw new InvalidDataException($"{name}.deviations has a number below 0");
        return new LogisticModel(
            features,
            Numbers("constant", 1)[0],
            Numbers("weights", features.Length),
            Numbers("missing_weights", features.Length),
            Numbers("means", features.Length),
            deviations);

        double[] Numbers(string section, int count)
        {
            var numbers = artifact.Read<double>($"{name}.{section}").ToArray();
            if (numbers.Length != count)
                throw new InvalidDataException($"{name}.{section} has {numbers.Length} numbers, but must have {count}");
            return numbers.All(double.IsFinite) ? numbers : throw new InvalidDataException($"{name}.{section} has a number that is not finite");
        }
    }

    /// <summary>Up to 16 values of a row, the lanes behind them zero.</summary>
    private static Vector512<float> Load(ReadOnlySpan<float> values, int count, Span<float> tail)
    {
        if (count >= Lanes)
            return Vector512.Create(values);
        if (values.Length >= Lanes)
        {
            var isInRow = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
            return Vector512.ConditionalSelect(isInRow, Vector512.Create(values), Vector512<float>.Zero);
        }

        tail.Clear();
        values[..count].CopyTo(tail);
        return Vector512.Create<float>(tail);
    }
}
