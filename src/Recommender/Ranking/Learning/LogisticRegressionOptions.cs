using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Settings of <see cref="LogisticRegression"/>.</summary>
public sealed record LogisticRegressionOptions
{
    /// <summary>
    /// Regularisation of the weights of the standardised features; the constant has none. Default 1; 0.000001 to 1,000,000.
    /// </summary>
    public double L2 { get; init; } = 1;

    /// <summary>Newton steps at most. Default 25; 1 to 1,000.</summary>
    public int MaxIterations { get; init; } = 25;

    /// <summary>Fitting ends when no weight moves by more than this. Default 0.00001; 0.0000001 to 1.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>
    /// Whether a feature that is missing in some rows has a weight of its own for that; without, a missing value counts as the mean.
    /// Default true.
    /// </summary>
    public bool MissingIndicators { get; init; } = true;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(L2 is >= 1e-6 and <= 1e6, "LogisticRegression.L2", L2, "0.000001 to 1000000");
        OptionRule.Require(MaxIterations is >= 1 and <= 1_000, "LogisticRegression.MaxIterations", MaxIterations, "1 to 1000");
        OptionRule.Require(Tolerance is >= 1e-7 and <= 1, "LogisticRegression.Tolerance", Tolerance, "0.0000001 to 1");
    }
}
