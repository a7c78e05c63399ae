namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>Where an exponential smoothing stands after a point; its seasonal shape is kept beside it.</summary>
/// <param name="Level">The level.</param>
/// <param name="Trend">What the level gains a period.</param>
internal readonly record struct SmoothingState(double Level, double Trend)
{
    // A line through fewer points would be led by chance.
    private const int LinePoints = 10;

    // A falling line may reach zero within the two seasons, and a ratio to that is no shape.
    private const double SmallestMean = 0.05;

    /// <summary>Begins without a season: at the mean, or on the least-squares line, of the first points.</summary>
    public static SmoothingState Begin(ReadOnlySpan<double> history, bool hasTrend)
    {
        var first = history[..Math.Min(LinePoints, history.Length)];
        var mean = Mean(first);
        if (!hasTrend || first.Length < 2)
            return new SmoothingState(mean, 0);
        var middle = (first.Length - 1) / 2d;
        var (covariance, variance) = (0d, 0d);
        for (var point = 0; point < first.Length; point++)
        {
            covariance += (point - middle) * (first[point] - mean);
            variance += (point - middle) * (point - middle);
        }

        var slope = covariance / variance;
        return new SmoothingState(mean - ((middle + 1) * slope), slope);
    }

    /// <summary>
    /// Begins with a season: level, trend and shape of the first two seasons (Hyndman, Koehler, Ord and Snyder, "Forecasting with
    /// exponential smoothing", 2008, section 2.6, with the line through both season means for the moving average). The shape is what
    /// sales differ from that line by, so that the trend is in the trend alone.
    /// </summary>
    public static SmoothingState Begin(ReadOnlySpan<double> history, bool hasTrend, bool multiplicative, Span<double> shape)
    {
        var season = shape.Length;
        var (first, second) = (Mean(history[..season]), Mean(history.Slice(season, season)));
        var (slope, middle) = ((second - first) / season, (season - 1) / 2d);
        for (var point = 0; point < season; point++)
        {
            var gain = slope * (point - middle);
            var (one, other) = (history[point], history[season + point]);
            shape[point] = multiplicative
                ? ((one / Math.Max(SmallestMean, first + gain)) + (other / Math.Max(SmallestMean, second + gain))) / 2
                : ((one - first + other - second) / 2) - gain;
        }

        return hasTrend ? new SmoothingState(first - ((middle + 1) * slope), slope) : new SmoothingState(first, 0);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0d;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }
}
