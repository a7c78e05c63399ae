namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// Classical additive decomposition (Hyndman and Athanasopoulos, "Forecasting: principles and practice", 3rd ed., section 3.4).
/// </summary>
internal static class SeasonalShape
{
    // 90 % of a normal distribution, two-sided: the test of the M4 competition's benchmark.
    private const double Significance = 1.645;

    /// <summary>
    /// Whether sales repeat after a season: the autocorrelation at its lag is beyond chance, given those at shorter lags.
    /// </summary>
    public static bool IsSeasonal(ReadOnlySpan<double> history, int season)
    {
        if (season < 2 || history.Length < 3 * season)
            return false;
        var mean = 0d;
        foreach (var value in history)
            mean += value;
        mean /= history.Length;
        var variance = Covariance(history, mean, 0);
        if (variance <= 0)
            return false;
        var spread = 1d;
        for (var lag = 1; lag < season; lag++)
        {
            var correlation = Covariance(history, mean, lag) / variance;
            spread += 2 * correlation * correlation;
        }

        return Covariance(history, mean, season) / variance > Significance * Math.Sqrt(spread / history.Length);
    }

    /// <summary>What each point of the season sells more than the trend, on average; the shape sums to zero.</summary>
    /// <param name="history">At least two seasons.</param>
    /// <param name="shape">Takes the shape by point modulo season.</param>
    public static void Fill(ReadOnlySpan<double> history, Span<double> shape)
    {
        var season = shape.Length;
        Span<int> counts = stackalloc int[season];
        shape.Clear();
        counts.Clear();
        var (before, isEven) = (season / 2, season % 2 == 0);
        var sum = 0d;
        for (var point = 0; point < season; point++)
            sum += history[point];

        // The window of an even season covers half of the point before it and half of its last one.
        for (var point = before; point + before < history.Length; point++)
        {
            var end = point - before + season;
            var trend = isEven ? sum - (history[point - before] / 2) + (history[end] / 2) : sum;
            shape[point % season] += history[point] - (trend / season);
            counts[point % season]++;
            if (end < history.Length)
                sum += history[end] - history[point - before];
        }

        var mean = 0d;
        for (var point = 0; point < season; point++)
        {
            shape[point] /= Math.Max(1, counts[point]);
            mean += shape[point] / season;
        }

        for (var point = 0; point < season; point++)
            shape[point] -= mean;
    }

    private static double Covariance(ReadOnlySpan<double> history, double mean, int lag)
    {
        var sum = 0d;
        for (var point = lag; point < history.Length; point++)
            sum += (history[point] - mean) * (history[point - lag] - mean);
        return sum;
    }
}
