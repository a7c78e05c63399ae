namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// Values that fits try. A grid instead of a search by derivatives costs the same for every series, cannot get lost in a valley, and
/// gives the same answer everywhere; between two neighbours forecasts hardly differ.
/// </summary>
internal static class SmoothingGrid
{
    /// <summary>How fast the level follows.</summary>
    public static readonly double[] Level = [0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.95];

    /// <summary>How fast the trend follows the level: β* of the textbooks, where β = α·β*.</summary>
    public static readonly double[] TrendOfLevel = [0.02, 0.1, 0.3];

    /// <summary>How fast the seasonal shape follows, as a share of 1 - α, beyond which it is not sound.</summary>
    public static readonly double[] SeasonOfRest = [0.02, 0.1, 0.3];

    /// <summary>What remains of a damped trend each period; below 0.8 it would be hardly there, above 0.98 hardly damped.</summary>
    public static readonly double[] Damping = [0.8, 0.9, 0.98];

    /// <summary>Steps for slow movers, which have little to follow.</summary>
    public static readonly double[] Slow = [0.02, 0.05, 0.1, 0.2, 0.3];
}
