namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// The Holt-Winters family in its error-correction form: no trend, a trend or a damped one, with no season, an additive or a
/// multiplicative one, all with additive errors: ETS(A,·,·) of Hyndman, Koehler, Ord and Snyder, "Forecasting with exponential
/// smoothing: the state space approach", 2008 (after Brown 1959, Holt 1957, Winters 1960, and Gardner and McKenzie 1985 for the
/// damped trend). Parameters have the least squared error of one step, by descent along one coordinate of a grid after the other.
/// </summary>
/// <param name="trend">How it goes on.</param>
/// <param name="seasonKind">How it repeats.</param>
/// <param name="season">Periods of a season; not looked at without one.</param>
internal sealed class ExponentialSmoothing(TrendKind trend, SeasonKind seasonKind, int season) : IForecastModel
{
    private const int Sweeps = 2;

    // Beside two whole seasons for the beginning, a model needs some points to learn from.
    private const int PointsBeyondBegin = 4;

    // Below so much, dividing would throw level and shape about.
    private const double SmallestRatio = 0.05;

    private readonly int _season = seasonKind == SeasonKind.None ? 0 : season;

    public string Name { get; } = "ets_a" + TrendLetters(trend) + SeasonLetter(seasonKind);

    public int FewestPoints => (2 * _season) + PointsBeyondBegin;

    public bool CanFit(ReadOnlySpan<double> history)
    {
        if (history.Length < FewestPoints)
            return false;
        if (seasonKind != SeasonKind.Multiplicative)
            return true;

        // A ratio to a level near zero is no shape.
        foreach (var value in history)
        {
            if (value <= 0)
                return false;
        }

        return true;
    }

    public ModelParameters Fit(ReadOnlySpan<double> history)
    {
        var best = Parameters(3, 1, 1, 1);
        var least = ErrorOf(history, best, double.PositiveInfinity);
        Span<int> place = [3, 1, 1, 1];
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var coordinate = 0; coordinate < place.Length; coordinate++)
            {
                var (kept, values) = (place[coordinate], ValuesOf(coordinate));
                for (var value = 0; value < values; value++)
                {
                    place[coordinate] = value;
                    var tried = Parameters(place[0], place[1], place[2], place[3]);
                    var error = ErrorOf(history, tried, least);
                    if (error < least)
                        (best, least, kept) = (tried, error, value);
                }

                place[coordinate] = kept;
            }
        }

        return best;
    }

    public void Forecast(ReadOnlySpan<double> history, in ModelParameters parameters, Span<double> forecast)
    {
        Span<double> shape = stackalloc double[_season];
        var state = Begin(history, shape);
        state = Run(history, parameters, state, shape, double.PositiveInfinity, out _);
        Extend(state, parameters, shape, history.Length, forecast);
    }

    /// <summary>Follows a series from a given beginning.</summary>
    /// <param name="history">The points.</param>
    /// <param name="parameters">How fast to follow.</param>
    /// <param name="state">Where to begin.</param>
    /// <param name="shape">The seasonal shape by point modulo season; is moved along. Empty without a season.</param>
    /// <param name="giveUpAt">Ends early once the error is so large.</param>
    /// <param name="error">The sum of squared errors of one step.</param>
    internal SmoothingState Run(
        ReadOnlySpan<double> history, in ModelParameters parameters, SmoothingState state, Span<double> shape, double giveUpAt,
        out double error)
    {
        var (level, gain, place) = (state.Level, state.Trend, 0);
        error = 0;
        foreach (var value in history)
        {
            var expected = level + (parameters.Damping * gain);
            var divisor = 1d;
            double miss;
            switch (seasonKind)
            {
                case SeasonKind.Additive:
                    miss = value - expected - shape[place];
                    shape[place] += parameters.Season * miss;
                    break;
                case SeasonKind.Multiplicative:
                    divisor = Math.Max(shape[place], SmallestRatio);
                    miss = value - (expected * shape[place]);
                    shape[place] += parameters.Season * miss / Math.Max(expected, SmallestRatio);
                    break;
                default:
                    miss = value - expected;
                    break;
            }

            if (++place == shape.Length)
                place = 0;
            error += miss * miss;
            if (error >= giveUpAt)
                break;
            level = expected + (parameters.Level * miss / divisor);
            if (trend != TrendKind.None)
                gain = (parameters.Damping * gain) + (parameters.Trend * miss / divisor);
        }

        return new SmoothingState(level, gain);
    }

    /// <summary>Goes on from where a series was left.</summary>
    internal void Extend(
        SmoothingState state, in ModelParameters parameters, ReadOnlySpan<double> shape, int points, Span<double> forecast)
    {
        var (expected, gain) = (state.Level, state.Trend);
        for (var step = 0; step < forecast.Length; step++)
        {
            gain *= parameters.Damping;
            expected += gain;
            forecast[step] = seasonKind switch
            {
                SeasonKind.Additive => expected + shape[(points + step) % shape.Length],
                SeasonKind.Multiplicative => Math.Max(expected, 0) * Math.Max(shape[(points + step) % shape.Length], 0),
                _ => expected,
            };
        }
    }

    private static string TrendLetters(TrendKind trend) => trend switch
    {
        TrendKind.None => "n",
        TrendKind.Additive => "a",
        _ => "ad",
    };

    private static string SeasonLetter(SeasonKind season) => season switch
    {
        SeasonKind.None => "n",
        SeasonKind.Additive => "a",
        _ => "m",
    };

    private int ValuesOf(int coordinate) => coordinate switch
    {
        0 => SmoothingGrid.Level.Length,
        1 => trend == TrendKind.None ? 0 : SmoothingGrid.TrendOfLevel.Length,
        2 => seasonKind == SeasonKind.None ? 0 : SmoothingGrid.SeasonOfRest.Length,
        _ => trend == TrendKind.Damped ? SmoothingGrid.Damping.Length : 0,
    };

    private ModelParameters Parameters(int level, int trendPlace, int seasonPlace, int damping)
    {
        var alpha = SmoothingGrid.Level[level];
        return new ModelParameters(
            alpha,
            trend == TrendKind.None ? 0 : alpha * SmoothingGrid.TrendOfLevel[trendPlace],
            seasonKind == SeasonKind.None ? 0 : (1 - alpha) * SmoothingGrid.SeasonOfRest[seasonPlace],
            trend == TrendKind.Damped ? SmoothingGrid.Damping[damping] : 1);
    }

    private SmoothingState Begin(ReadOnlySpan<double> history, Span<double> shape)
    {
        var isMultiplicative = seasonKind == SeasonKind.Multiplicative;
        if (seasonKind != SeasonKind.None && history.Length >= 2 * _season)
            return SmoothingState.Begin(history, trend != TrendKind.None, isMultiplicative, shape);
        shape.Fill(isMultiplicative ? 1 : 0);
        return SmoothingState.Begin(history, trend != TrendKind.None);
    }

    private double ErrorOf(ReadOnlySpan<double> history, in ModelParameters parameters, double giveUpAt)
    {
        Span<double> shape = stackalloc double[_season];
        Run(history, parameters, Begin(history, shape), shape, giveUpAt, out var error);
        return error;
    }
}
