using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Where the values of each feature are cut into bins: between all its values when they are few, otherwise at quantiles of an evenly
/// spaced sample. Bin 0 holds missing values, bins 1 and up the values in rising order.
/// </summary>
internal sealed class FeatureBins
{
    private const int Lanes = 16;
    private const int SampleRows = 60_000;

    private readonly float[][] _bounds;
    private readonly float[][] _paddedBounds;

    private FeatureBins(float[][] bounds)
    {
        _bounds = bounds;
        _paddedBounds = [.. bounds.Select(Pad)];
    }

    public int FeatureCount => _bounds.Length;

    /// <summary>Cuts all features.</summary>
    /// <param name="data">Rows to take values from.</param>
    /// <param name="maxBins">Bins of a feature, the one for missing values included; 3 to 256.</param>
    /// <param name="team">Who does the work.</param>
    public static FeatureBins Of(RankingDataSet data, int maxBins, WorkTeam team)
    {
        var count = Math.Min(data.RowCount, SampleRows);
        var bounds = new float[data.FeatureCount][];
        team.Run(bounds.Length, feature =>
        {
            var values = new float[count];
            var present = 0;
            for (var place = 0; place < count; place++)
            {
                var value = data.Row((int)((long)place * data.RowCount / count))[feature];
                if (!float.IsNaN(value))
                    values[present++] = value;
            }

            values.AsSpan(0, present).Sort();
            bounds[feature] = Cut(values.AsSpan(0, present), maxBins - 1);
        });
        return new FeatureBins(bounds);
    }

    /// <summary>The upper bounds of the bins of a feature but the last, which has none.</summary>
    public ReadOnlySpan<float> BoundsOf(int feature) => _bounds[feature];

    /// <summary>Bins of a feature that hold values; their numbers are 1 to this.</summary>
    public int ValueBinsOf(int feature) => _bounds[feature].Length + 1;

    /// <summary>The bin of a value: 0 when it is missing.</summary>
    public byte BinOf(int feature, float value)
    {
        if (float.IsNaN(value))
            return 0;
        // Counting the bounds below a value has no branch to mispredict, which a binary search has at each step.
        var bounds = _paddedBounds[feature];
        ref var bound = ref MemoryMarshal.GetArrayDataReference(bounds);
        var values = Vector512.Create(value);
        var below = 0;
        for (var place = 0; place < bounds.Length; place += Lanes)
            below += BitOperations.PopCount(Vector512.GreaterThan(values, Vector512.LoadUnsafe(ref bound, (nuint)place)).ExtractMostSignificantBits());
        return (byte)(below + 1);
    }

    /// <summary>The greatest value of a bin: every finite one for the last.</summary>
    public float UpperBoundOf(int feature, int bin) => bin <= _bounds[feature].Length ? _bounds[feature][bin - 1] : float.MaxValue;

    private static float[] Cut(ReadOnlySpan<float> sorted, int bins)
    {
        var distinct = new List<(float Value, int Count)>();
        foreach (var value in sorted)
        {
            if (distinct.Count > 0 && distinct[^1].Value == value)
                distinct[^1] = (value, distinct[^1].Count + 1);
            else
                distinct.Add((value, 1));
        }

        var bounds = new List<float>();
        var (left, binsLeft, inBin) = (sorted.Length, bins, 0);
        var takesAll = distinct.Count <= bins;
        for (var place = 0; place + 1 < distinct.Count && binsLeft > 1; place++)
        {
            inBin += distinct[place].Count;
            // A value that fills a bin alone keeps its bin to itself.
            var target = (double)left / binsLeft;
            if (!takesAll && inBin < target && distinct[place + 1].Count < target)
                continue;
            bounds.Add(Between(distinct[place].Value, distinct[place + 1].Value));
            (left, binsLeft, inBin) = (left - inBin, binsLeft - 1, 0);
        }

        return [.. bounds];
    }

    /// <summary>Fills up to whole vectors with bounds that no value exceeds.</summary>
    private static float[] Pad(float[] bounds)
    {
        var padded = new float[(bounds.Length + Lanes - 1) / Lanes * Lanes];
        Array.Fill(padded, float.PositiveInfinity);
        bounds.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>A number at or above the lower and below the upper one.</summary>
    private static float Between(float lower, float upper)
    {
        var middle = (float)(lower + (((double)upper - lower) / 2));
        return middle < upper ? middle : lower;
    }
}
