namespace BookRecs.Recommender.Forecasting;

/// <summary>
/// Points in the past from which the points after them are forecast (Tashman, "Out-of-sample tests of forecasting accuracy: an
/// analysis and review", International Journal of Forecasting 2000). An origin of n means that the first n points are known.
/// </summary>
/// <param name="First">The earliest origin.</param>
/// <param name="Step">Points from one origin to the next.</param>
/// <param name="Count">How many origins; 0 when the history is too short.</param>
/// <param name="Horizon">Points forecast from each, at most.</param>
internal readonly record struct RollingOrigins(int First, int Step, int Count, int Horizon)
{
    private const int FewestKnown = 4;

    // Fewer are no ground to choose a model on.
    private const int FewestForSelection = 4;

    /// <summary>An origin.</summary>
    public int this[int index] => First + (index * Step);

    /// <summary>
    /// Origins to choose a model by: the last ones from which the whole horizon is known, half a horizon apart, none in the first half
    /// of the history. A horizon longer than a quarter of the history is cut to that. Where a model needs more than that half, the
    /// origins before are left out if enough remain to choose by.
    /// </summary>
    /// <param name="points">Length of the history.</param>
    /// <param name="horizon">Points forecast from each origin.</param>
    /// <param name="most">The most origins.</param>
    /// <param name="needed">What the model that needs most must know; 0 when that does not matter.</param>
    public static RollingOrigins ForSelection(int points, int horizon, int most, int needed)
    {
        var length = Math.Clamp(points / 4, 1, horizon);
        var (step, last) = (Math.Max(1, length / 2), points - length);
        var earliest = EarliestOf(points);
        if (needed > earliest && needed <= last - ((Math.Min(most, FewestForSelection) - 1) * step))
            earliest = needed;
        var room = last - earliest;
        if (room < 0)
            return default;
        var count = Math.Min(most, 1 + (room / step));
        return new RollingOrigins(last - ((count - 1) * step), step, count, length);
    }

    /// <summary>Origins whose errors make intervals: spread over the second half of the history, up to the last point but one.</summary>
    public static RollingOrigins ForIntervals(int points, int horizon, int most)
    {
        var room = points - 1 - EarliestOf(points);
        if (room < 0)
            return default;
        var step = 1 + (room / most);
        var count = 1 + (room / step);
        return new RollingOrigins(points - 1 - ((count - 1) * step), step, count, horizon);
    }

    private static int EarliestOf(int points) => Math.Max(FewestKnown, (points + 1) / 2);
}
