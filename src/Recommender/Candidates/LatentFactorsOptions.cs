namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="LatentFactorsSource"/>.</summary>
public sealed record LatentFactorsOptions
{
    /// <summary>The most factors.</summary>
    public const int MaxFactors = 1_024;

    /// <summary>Factors of a user and of an item. Default 128; 1 to 1,024.</summary>
    public int Factors { get; init; } = 128;

    /// <summary>How often all users and all items are solved. Default 15; 1 to 1,000.</summary>
    public int Iterations { get; init; } = 15;

    /// <summary>
    /// The confidence of an interaction is 1 + alpha · weight, that of no interaction is 1. Default 20; above 0, to 1,000,000.
    /// </summary>
    public float Alpha { get; init; } = 20f;

    /// <summary>Regularisation of a user or item with an average number of interactions. Default 80; above 0, to 1,000,000,000.</summary>
    public float Regularization { get; init; } = 80f;

    /// <summary>
    /// How far regularisation grows with the number of interactions: it is in proportion to (interactions + rows of the other side /
    /// alpha) to the power of this. Default 1.5; 0 (the same for all) to 2.
    /// </summary>
    public float FrequencyExponent { get; init; } = 1.5f;

    /// <summary>How a row is solved while training. Default <see cref="LatentFactorsSolver.ConjugateGradient"/>.</summary>
    public LatentFactorsSolver Solver { get; init; } = LatentFactorsSolver.ConjugateGradient;

    /// <summary>Steps of conjugate gradient a row and iteration. Default 3; 1 to 100.</summary>
    public int ConjugateGradientSteps { get; init; } = 3;

    /// <summary>True to let the weight of an interaction count, false to let every interaction count 1. Default false.</summary>
    public bool UseWeights { get; init; }

    /// <summary>The first factors are drawn from this. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(Factors is >= 1 and <= MaxFactors, "LatentFactors.Factors", Factors, "1 to 1024");
        OptionRule.Require(Iterations is >= 1 and <= 1_000, "LatentFactors.Iterations", Iterations, "1 to 1000");
        OptionRule.Require(Alpha is > 0 and <= 1e6f, "LatentFactors.Alpha", Alpha, "above 0 and at most 1000000");
        OptionRule.Require(
            Regularization is > 0 and <= 1e9f, "LatentFactors.Regularization", Regularization, "above 0 and at most 1000000000");
        OptionRule.Require(FrequencyExponent is >= 0 and <= 2, "LatentFactors.FrequencyExponent", FrequencyExponent, "0 to 2");
        OptionRule.Require(Enum.IsDefined(Solver), "LatentFactors.Solver", Solver, "ConjugateGradient or Cholesky");
        OptionRule.Require(
            ConjugateGradientSteps is >= 1 and <= 100, "LatentFactors.ConjugateGradientSteps", ConjugateGradientSteps, "1 to 100");
    }
}
