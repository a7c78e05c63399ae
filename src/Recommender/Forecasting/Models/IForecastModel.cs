namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>
/// A way to forecast. Holds no state of a series, so that one instance serves any number of threads; fitting and forecasting
/// allocate nothing.
/// </summary>
internal interface IForecastModel
{
    /// <summary>The name in reports, in snake case.</summary>
    string Name { get; }

    /// <summary>Points that the model needs at least to be fitted.</summary>
    int FewestPoints { get; }

    /// <summary>Whether the model has enough points, and points of the right kind, to be fitted.</summary>
    /// <param name="history">Sales so far, at least one point.</param>
    bool CanFit(ReadOnlySpan<double> history);

    /// <summary>Chooses parameters by what would have forecast the next point best.</summary>
    /// <param name="history">Sales so far, at least one point.</param>
    ModelParameters Fit(ReadOnlySpan<double> history);

    /// <summary>Forecasts the points that follow; a value may be below zero, never not a number.</summary>
    /// <param name="history">Sales so far, at least one point; may be longer or shorter than what was fitted.</param>
    /// <param name="parameters">What <see cref="Fit"/> chose.</param>
    /// <param name="forecast">Where the next points go, the nearest first.</param>
    void Forecast(ReadOnlySpan<double> history, in ModelParameters parameters, Span<double> forecast);
}
