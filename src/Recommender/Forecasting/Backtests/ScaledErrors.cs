namespace BookRecs.Recommender.Forecasting.Backtests;

/// <summary>
/// Errors in units of what a naive forecast misses in the same history, so that those of large and of small series can be averaged
/// (Hyndman and Koehler, "Another look at measures of forecast accuracy", International Journal of Forecasting 2006).
/// </summary>
public static class ScaledErrors
{
    /// <summary>
    /// The mean absolute error, within a history, of forecasting each point by the one a season before it; of the point just before
    /// where the history is no longer than a season or repeats it without any error. 0 when that has no error either.
    /// </summary>
    public static double ScaleOf(ReadOnlySpan<double> history, int season)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        var scale = MeanChange(history, season);
        return scale > 0 || season == 1 ? scale : MeanChange(history, 1);
    }

    /// <summary>The mean absolute difference of a forecast and what came.</summary>
    public static double MeanAbsoluteError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(forecast.Length, actual.Length);
        var sum = 0d;
        for (var step = 0; step < actual.Length; step++)
            sum += Math.Abs(actual[step] - forecast[step]);
        return sum / actual.Length;
    }

    /// <summary>The root of the mean squared difference of a forecast and what came.</summary>
    public static double RootMeanSquaredError(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(forecast.Length, actual.Length);
        var sum = 0d;
        for (var step = 0; step < actual.Length; step++)
            sum += (actual[step] - forecast[step]) * (actual[step] - forecast[step]);
        return Math.Sqrt(sum / actual.Length);
    }

    private static double MeanChange(ReadOnlySpan<double> history, int lag)
    {
        if (history.Length <= lag)
            return 0;
        var sum = 0d;
        for (var point = lag; point < history.Length; point++)
            sum += Math.Abs(history[point] - history[point - lag]);
        return sum / (history.Length - lag);
    }
}
