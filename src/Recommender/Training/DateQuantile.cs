namespace BookRecs.Recommender.Training;

/// <summary>Finds a date by its rank without sorting or copying the dates: 16 bits at a time, from the highest.</summary>
internal static class DateQuantile
{
    private const int DigitBits = 16;
    private const ulong Sign = 1UL << 63;

    /// <summary>The date that would be at a place if the dates were sorted.</summary>
    /// <param name="dates">Unix times, in any order.</param>
    /// <param name="place">From 0 to below their number.</param>
    public static long At(ReadOnlySpan<long> dates, int place)
    {
        var counts = new int[1 << DigitBits];
        var (known, mask) = (0UL, 0UL);
        for (var shift = 64 - DigitBits; shift >= 0; shift -= DigitBits)
        {
            Array.Clear(counts);
            foreach (var date in dates)
            {
                // With the sign turned over, the order of the bits is that of the dates.
                var bits = (ulong)date ^ Sign;
                if ((bits & mask) == known)
                    counts[(int)(bits >> shift) & ((1 << DigitBits) - 1)]++;
            }

            var digit = 0;
            for (; place >= counts[digit]; digit++)
                place -= counts[digit];
            known |= (ulong)digit << shift;
            mask |= ((1UL << DigitBits) - 1) << shift;
        }

        return (long)(known ^ Sign);
    }
}
