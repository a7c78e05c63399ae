using System.Runtime.CompilerServices;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// A 64-bit hash of ids that is the same in every process, on every machine and in every version, so that it may be stored.
/// FNV-1a (Fowler, Noll, Vo) over the UTF-16 code units, then the 64-bit finaliser of MurmurHash3 (Appleby), which spreads
/// short ids over all bits.
/// </summary>
public static class StableHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The hash of an id. The chance that any two of a million ids share one is below 1 in 10 million.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Of(ReadOnlySpan<char> id)
    {
        var hash = OffsetBasis;
        foreach (var unit in id)
        {
            hash = (hash ^ (byte)unit) * Prime;
            hash = (hash ^ (byte)(unit >> 8)) * Prime;
        }

        return Mix(hash);
    }

    /// <summary>The finaliser alone: a one-to-one mapping that lets every bit change about half of the others.</summary>
    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xff51afd7ed558ccd;
        value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53;
        return value ^ (value >> 33);
    }
}
