using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// The thresholds of one feature, for replacing a value by how many of them it exceeds: a binary search over 16 values at once, whose
/// tables are laid out level by level (Khuong and Morin, "Array layouts for comparison-based searching", JEA 2017) and read by permuting
/// registers.
/// </summary>
internal sealed class ThresholdTable
{
    /// <summary>The most thresholds: their number must fit a byte.</summary>
    public const int MaxThresholds = byte.MaxValue;

    private const int Lanes = 16;

    private readonly float[] _sorted;
    private readonly float[] _levels;
    private readonly int _levelCount;

    /// <param name="thresholds">Rising, none twice, at most 255.</param>
    public ThresholdTable(float[] thresholds)
    {
        _sorted = thresholds;
        while ((1 << _levelCount) <= thresholds.Length)
            _levelCount++;
        var levels = new List<float>();
        for (var level = 0; level < _levelCount; level++)
        {
            // Of a complete tree over the thresholds, padded with ones that no value exceeds.
            var step = 1 << (_levelCount - level);
            for (var place = 0; place < Math.Max(1 << level, Lanes); place++)
            {
                var rank = (place * step) + (step / 2) - 1;
                levels.Add(place < 1 << level && rank < thresholds.Length ? thresholds[rank] : float.PositiveInfinity);
            }
        }

        _levels = [.. levels];
    }

    /// <summary>The number of a threshold.</summary>
    public byte RankOf(float threshold) => (byte)Array.BinarySearch(_sorted, threshold);

    /// <summary>How many thresholds each of 16 values exceeds; 0 where it is missing.</summary>
    public Vector512<int> CountBelow(Vector512<float> values)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_levels);
        var counts = Vector512<int>.Zero;
        for (var level = 0; level < _levelCount; level++)
        {
            var size = Math.Max(1 << level, Lanes);
            var isAbove = Vector512.GreaterThan(values, Read(ref table, size, counts)).AsInt32();
            // A true comparison is −1.
            counts = counts + counts - isAbove;
            table = ref Unsafe.Add(ref table, size);
        }

        return counts;
    }

    /// <summary>The entries of a table of 32 numbers at 16 places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Read32(ref float table, Vector512<int> places)
    {
        var low = Vector512.LoadUnsafe(ref table);
        var high = Vector512.LoadUnsafe(ref table, Lanes);
        if (Avx512F.IsSupported)
            return Avx512F.PermuteVar16x32x2(low, places, high);
        var inHalf = places & Vector512.Create(Lanes - 1);
        var isHigh = Vector512.GreaterThanOrEqual(places, Vector512.Create(Lanes)).AsSingle();
        return Vector512.ConditionalSelect(isHigh, Vector512.ShuffleNative(high, inHalf), Vector512.ShuffleNative(low, inHalf));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Read(ref float table, int size, Vector512<int> places)
    {
        if (size == Lanes)
            return Vector512.ShuffleNative(Vector512.LoadUnsafe(ref table), places);
        var entries = Read32(ref table, places & Vector512.Create(31));
        for (var first = 32; first < size; first += 32)
        {
            var isHere = Vector512.GreaterThanOrEqual(places, Vector512.Create(first)).AsSingle();
            entries = Vector512.ConditionalSelect(isHere, Read32(ref Unsafe.Add(ref table, first), places & Vector512.Create(31)), entries);
        }

        return entries;
    }
}
