namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// How often something is sold. From a mean interval between sales of 1.32 periods on it is a slow mover, for which methods for
/// intermittent demand do better (Syntetos, Boylan and Croston, "On the categorization of demand patterns", Journal of the Operational
/// Research Society 2005).
/// </summary>
internal static class DemandPattern
{
    private const double SlowFrom = 1.32;

    /// <summary>Whether a history is that of a slow mover.</summary>
    public static bool IsSlow(ReadOnlySpan<double> history)
    {
        var sales = 0;
        foreach (var value in history)
        {
            if (value > 0)
                sales++;
        }

        return history.Length >= SlowFrom * sales;
    }
}
