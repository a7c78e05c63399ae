using System.Runtime.Intrinsics.X86;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Sums packed derivatives by bin, eight features at a time. Rows are taken in tiles, so that a row is fetched from memory once for all
/// features while the eight histograms in work stay in the first-level cache.
/// </summary>
internal static unsafe class HistogramKernel
{
    /// <summary>Places of one feature in a histogram, whatever its bins.</summary>
    public const int BinsPerFeature = 256;

    private const int TileRows = 1_024;

    /// <summary>Numbers of the histogram of all features of rows of a stride.</summary>
    public static int LengthOf(int stride) => stride * BinsPerFeature;

    /// <summary>Adds rows to a histogram.</summary>
    /// <param name="bins">All rows' bins.</param>
    /// <param name="rows">Which rows to add.</param>
    /// <param name="gradients">All rows' packed derivatives.</param>
    /// <param name="histogram">Is added to; <see cref="LengthOf"/> long.</param>
    public static void Add(DrawnRows bins, ReadOnlySpan<int> rows, long[] gradients, long[] histogram)
    {
        var stride = bins.Stride;
        if (histogram.Length != LengthOf(stride))
            throw new ArgumentException($"histogram has {histogram.Length} numbers, but must have {LengthOf(stride)}", nameof(histogram));
        var addresses = stackalloc byte*[TileRows];
        var sums = stackalloc long[TileRows];
        fixed (byte* data = bins.Bytes)
        fixed (long* target = histogram)
        {
            for (var first = 0; first < rows.Length; first += TileRows)
            {
                var tile = rows[first..Math.Min(first + TileRows, rows.Length)];
                for (var place = 0; place < tile.Length; place++)
                {
                    var row = tile[place];
                    var address = data + ((nint)row * stride);
                    addresses[place] = address;
                    sums[place] = gradients[row];
                    if (Sse.IsSupported)
                        Sse.Prefetch0(address);
                }

                for (var group = 0; group < stride; group += DrawnRows.GroupSize)
                    AddGroup(addresses, sums, tile.Length, group, target + (group * BinsPerFeature));
            }
        }
    }

    private static void AddGroup(byte** addresses, long* sums, int count, int group, long* target)
    {
        // Distances in bytes: a bin times 8 is one shift and one mask, and the feature's place is part of the address.
        const int Feature = BinsPerFeature * sizeof(long);
        const ulong Mask = 0xff * sizeof(long);
        var start = (byte*)target;
        for (nint place = 0; place < count; place++)
        {
            var eight = *(ulong*)(addresses[place] + group);
            var sum = sums[place];
            *(long*)(start + ((eight << 3) & Mask)) += sum;
            *(long*)(start + ((eight >> 5) & Mask) + Feature) += sum;
            *(long*)(start + ((eight >> 13) & Mask) + (2 * Feature)) += sum;
            *(long*)(start + ((eight >> 21) & Mask) + (3 * Feature)) += sum;
            *(long*)(start + ((eight >> 29) & Mask) + (4 * Feature)) += sum;
            *(long*)(start + ((eight >> 37) & Mask) + (5 * Feature)) += sum;
            *(long*)(start + ((eight >> 45) & Mask) + (6 * Feature)) += sum;
            *(long*)(start + ((eight >> 53) & Mask) + (7 * Feature)) += sum;
        }
    }
}
