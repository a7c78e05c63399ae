namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// TSB for slow movers: the probability of a sale is smoothed in every period and its size in periods with a sale, so that the
/// forecast of a book that nobody asks for any more sinks, which Croston's does not (Teunter, Syntetos and Babai, "Intermittent demand:
/// linking forecasting to inventory obsolescence", European Journal of Operational Research 2011).
/// </summary>
internal sealed class TeunterSyntetosBabai : IForecastModel
{
    public const string ModelName = "tsb";

    // A book's first sale alone says little about how likely the next is: the probability begins with that of so many points.
    private const int FirstPoints = 8;

    public string Name => ModelName;

    public int FewestPoints => 2;

    public bool CanFit(ReadOnlySpan<double> history) => history.Length >= FewestPoints;

    public ModelParameters Fit(ReadOnlySpan<double> history)
    {
        var best = new ModelParameters(SmoothingGrid.Slow[0], SmoothingGrid.Slow[0]);
        var leastError = double.PositiveInfinity;
        foreach (var size in SmoothingGrid.Slow)
        {
            foreach (var probability in SmoothingGrid.Slow)
            {
                Run(history, size, probability, out var error);
                if (error < leastError)
                    (best, leastError) = (new ModelParameters(size, probability), error);
            }
        }

        return best;
    }

    public void Forecast(ReadOnlySpan<double> history, in ModelParameters parameters, Span<double> forecast) =>
        forecast.Fill(Run(history, parameters.Level, parameters.Trend, out _));

    private static double Run(ReadOnlySpan<double> history, double sizeStep, double probabilityStep, out double error)
    {
        var (probability, size) = Begin(history);
        error = 0;
        foreach (var value in history)
        {
            var miss = value - (probability * size);
            error += miss * miss;
            if (value > 0)
            {
                probability += probabilityStep * (1 - probability);
                size += sizeStep * (value - size);
            }
            else
            {
                probability -= probabilityStep * probability;
            }
        }

        return probability * size;
    }

    private static (double Probability, double Size) Begin(ReadOnlySpan<double> history)
    {
        var first = history[..Math.Min(FirstPoints, history.Length)];
        var (sales, sum) = (0, 0d);
        foreach (var value in first)
        {
            if (value > 0)
                (sales, sum) = (sales + 1, sum + value);
        }

        return sales == 0 ? (0, 0) : ((double)sales / first.Length, sum / sales);
    }
}
