using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// Dense rows of factors. Rows begin on a 64-byte line and are padded with zeros to whole vectors of 16, so that no kernel has a tail.
/// </summary>
internal sealed class FactorMatrix
{
    private const int LineBytes = 64;

    private readonly float[] _values;
    private readonly int _offset;

    /// <param name="rows">Number of rows.</param>
    /// <param name="factors">Factors of a row, at least 1.</param>
    public FactorMatrix(int rows, int factors)
    {
        Rows = rows;
        Factors = factors;
        Stride = StrideOf(factors);
        _values = GC.AllocateArray<float>(checked((rows * Stride) + (LineBytes / sizeof(float))), pinned: true);
        _offset = OffsetToLine(_values);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Factors of a row.</summary>
    public int Factors { get; }

    /// <summary>Numbers from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>All rows with their padding.</summary>
    public Memory<float> Values => _values.AsMemory(_offset, Rows * Stride);

    /// <summary>A row with its padding.</summary>
    public Span<float> Row(int row) => _values.AsSpan(_offset + (row * Stride), Stride);

    /// <summary>The factors rounded up to whole vectors of 16.</summary>
    public static int StrideOf(int factors) => (factors + FactorKernels.Lanes - 1) / FactorKernels.Lanes * FactorKernels.Lanes;

    /// <summary>
    /// Fills the factors with draws of a normal distribution that depend on the seed and the place alone.
    /// </summary>
    /// <param name="seed">Seed.</param>
    /// <param name="deviation">Standard deviation.</param>
    public void FillNormal(int seed, double deviation)
    {
        var seedBits = Data.Splits.StableHash.Mix((uint)seed);
        for (var row = 0; row < Rows; row++)
        {
            var values = Row(row);
            for (var factor = 0; factor < Factors; factor++)
                values[factor] = (float)(deviation * Normal(seedBits ^ Data.Splits.StableHash.Mix(((ulong)row << 16) | (uint)factor)));
        }
    }

    /// <summary>The transform of Box and Muller ("A note on the generation of random normal deviates", 1958).</summary>
    private static double Normal(ulong bits)
    {
        var first = Data.Splits.StableHash.Mix(bits);
        var second = Data.Splits.StableHash.Mix(bits + 1);
        var radius = Math.Sqrt(-2 * Math.Log(((first >> 11) + 1) * (1.0 / (1UL << 53))));
        return radius * Math.Cos(2 * Math.PI * (second >> 11) * (1.0 / (1UL << 53)));
    }

    private static unsafe int OffsetToLine(float[] pinned)
    {
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        return (int)((LineBytes - (address % LineBytes)) % LineBytes) / sizeof(float);
    }
}
