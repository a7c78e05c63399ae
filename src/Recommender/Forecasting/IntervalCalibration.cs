namespace BookRecs.Recommender.Forecasting;

/// <summary>
/// Prediction intervals from errors that the chosen model made in the past, without assuming a distribution: each error is divided by
/// its usual size, and quantiles of all of them, taken with the finite-sample correction of split conformal prediction, are scaled back
/// (Lei, G'Sell, Rinaldo, Tibshirani and Wasserman, "Distribution-free predictive inference for regression", JASA 2018, section 5.2 for
/// the division). The usual size grows with the root of the forecast, as that of counts does, and with the steps ahead, where sizes are
/// made to rise by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955).
/// </summary>
internal static class IntervalCalibration
{
    // Where nothing is expected, a little may still come.
    private const double LeastExpected = 0.25;

    /// <summary>How the size of errors grows with what is expected.</summary>
    public static double SizeOf(double forecast) => Math.Sqrt(forecast + LeastExpected);

    /// <summary>Prepares what a forecast's intervals are made of.</summary>
    /// <param name="workspace">
    /// Holds the errors, each divided by <see cref="SizeOf"/>; then they are scaled and sorted, and
    /// the spread of each step is there.
    /// </param>
    /// <param name="count">How many errors there are.</param>
    /// <param name="horizon">Steps of the forecast.</param>
    public static void Prepare(ForecastWorkspace workspace, int count, int horizon)
    {
        var spread = workspace.Spread.AsSpan(0, horizon);
        var counts = workspace.Counts.AsSpan(0, horizon);
        spread.Clear();
        counts.Clear();
        for (var index = 0; index < count; index++)
        {
            spread[workspace.Leads[index]] += Math.Abs(workspace.Residuals[index]);
            counts[workspace.Leads[index]]++;
        }

        for (var step = 0; step < horizon; step++)
            spread[step] = counts[step] > 0 ? spread[step] / counts[step] : 0;
        MakeRise(spread, counts);
        var residuals = workspace.Residuals.AsSpan(0, count);
        for (var index = 0; index < count; index++)
        {
            var size = spread[workspace.Leads[index]];
            residuals[index] = size > 0 ? residuals[index] / size : 0;
        }

        residuals.Sort();
    }

    /// <summary>The interval of a level around a forecast, rounded to whole sales.</summary>
    public static PredictionInterval Around(ReadOnlySpan<double> forecast, double level, ForecastWorkspace workspace, int count)
    {
        var residuals = workspace.Residuals.AsSpan(0, count);
        var tail = (1 - level) / 2;
        var below = count == 0 ? 0 : residuals[Math.Max(0, (int)Math.Floor((count + 1) * tail) - 1)];
        var above = count == 0 ? 0 : residuals[Math.Min(count - 1, (int)Math.Ceiling((count + 1) * (1 - tail)) - 1)];
        var (lower, upper) = (new double[forecast.Length], new double[forecast.Length]);
        for (var step = 0; step < forecast.Length; step++)
        {
            var size = workspace.Spread[step] * SizeOf(forecast[step]);
            lower[step] = Whole(forecast[step] + (size * below));
            upper[step] = Math.Max(lower[step], Whole(forecast[step] + (size * above)));
        }

        return new PredictionInterval(level, lower, upper);
    }

    private static double Whole(double bound) => Math.Max(0, Math.Round(bound, MidpointRounding.AwayFromZero));

    /// <summary>Isotonic regression in place, weighted by counts; steps that were never measured take the value before them.</summary>
    private static void MakeRise(Span<double> values, Span<int> weights)
    {
        Span<int> lengths = stackalloc int[values.Length];
        var blocks = 0;
        for (var step = 0; step < values.Length; step++)
        {
            (values[blocks], weights[blocks], lengths[blocks]) = (values[step], weights[step], 1);
            while (blocks > 0 && (values[blocks] < values[blocks - 1] || weights[blocks] == 0))
            {
                var (left, right) = (weights[blocks - 1], weights[blocks]);
                if (left + right > 0)
                    values[blocks - 1] = ((values[blocks - 1] * left) + (values[blocks] * right)) / (left + right);
                weights[blocks - 1] = left + right;
                lengths[blocks - 1] += lengths[blocks];
                blocks--;
            }

            blocks++;
        }

        var end = values.Length;
        for (var block = blocks - 1; block >= 0; block--)
        {
            var value = values[block];
            values.Slice(end - lengths[block], lengths[block]).Fill(value);
            end -= lengths[block];
        }
    }
}
