namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>How <see cref="ExponentialSmoothing"/> goes on.</summary>
internal enum TrendKind
{
    /// <summary>At the same level.</summary>
    None,

    /// <summary>Along a line.</summary>
    Additive,

    /// <summary>Along a line that flattens out.</summary>
    Damped,
}
