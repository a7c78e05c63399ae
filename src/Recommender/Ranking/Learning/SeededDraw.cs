namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Draws that depend on a seed and on what is drawn alone, not on the order of drawing.</summary>
internal static class SeededDraw
{
    /// <summary>A number from 0 to below 1 (SplitMix64: Steele, Lea and Flood, OOPSLA 2014).</summary>
    public static double Share(int seed, int round, int subject) =>
        (Mix(Mix((uint)seed) ^ (((ulong)(uint)round << 32) | (uint)subject)) >> 11) * (1d / (1UL << 53));

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
