namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>How <see cref="ExponentialSmoothing"/> repeats a seasonal shape.</summary>
internal enum SeasonKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As so many sales more or less.</summary>
    Additive,

    /// <summary>As a multiple of the level.</summary>
    Multiplicative,
}
