namespace BookRecs.Recommender.Data.Splits;

/// <summary>A hash that is the same on every machine and in every version, unlike that of the base library.</summary>
/// <remarks>
/// Not that of <see cref="Ranking.StableHash"/>, whose values are stored: to exchange one for the other would change every split.
/// </remarks>
internal static class StableHash
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>FNV-1a over the UTF-16 of an id, then mixed with the seed.</summary>
    public static ulong Of(string id, int seed)
    {
        var hash = FnvOffset;
        foreach (var c in id)
            hash = (hash ^ c) * FnvPrime;
        return Mix(hash ^ Mix((uint)seed));
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
