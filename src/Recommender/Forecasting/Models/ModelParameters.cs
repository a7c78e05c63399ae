namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>What a fit chose. Each model uses the parameters it knows.</summary>
/// <param name="Level">How fast the level follows, 0 to 1.</param>
/// <param name="Trend">How fast the trend follows, 0 to 1; for TSB how fast the demand probability does.</param>
/// <param name="Season">How fast the seasonal shape follows, 0 to 1.</param>
/// <param name="Damping">What remains of the trend each further period, 1 for all of it.</param>
/// <param name="Window">How many recent points count, or 0.</param>
/// <param name="IsSeasonal">Whether the series is adjusted for its season.</param>
internal readonly record struct ModelParameters(
    double Level = 0, double Trend = 0, double Season = 0, double Damping = 1, int Window = 0, bool IsSeasonal = false);
