using System.Runtime.CompilerServices;

namespace BookRecs.Recommender.Ranking;

/// <summary>The order of what everybody may be shown: the higher score first, then the newer book, then the lower id.</summary>
internal static class FallbackOrder
{
    /// <summary>Puts all slots in order that can be shown.</summary>
    /// <param name="catalogue">The slots.</param>
    /// <param name="scoreOf">The score of a slot, not below 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] Of(CatalogueIndex catalogue, Func<int, float> scoreOf)
    {
        var slots = Enumerable.Range(0, catalogue.Count).Where(catalogue.IsShowable).ToArray();

        // Whole numbers sort several times faster than by a comparison of parts, and floats not below 0 are in the order of their bits.
        var keys = Array.ConvertAll(slots, slot =>
            ~(((ulong)BitConverter.SingleToUInt32Bits(scoreOf(slot)) << 32) | Rising(catalogue.BookOf(slot)?.Year ?? int.MinValue)));
        Array.Sort(keys, slots);
        for (int start = 0, end; start < slots.Length; start = end)
        {
            end = start + 1;
            while (end < slots.Length && keys[end] == keys[start])
                end++;
            if (catalogue.Count == catalogue.ModelCount)
                slots.AsSpan(start..end).Sort();
            else
                slots.AsSpan(start..end).Sort(catalogue.CompareIds);
        }

        return slots;
    }

    private static uint Rising(int year) => unchecked((uint)year ^ 0x80000000);
}
