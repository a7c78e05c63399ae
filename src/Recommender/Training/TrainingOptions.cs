using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Training;

/// <summary>Every setting of a training. They are written into the model's manifest.</summary>
public sealed record TrainingOptions
{
    /// <summary>Everything random is drawn from this. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads used, 1 to 1,024; the result does not depend on it. Default: as many as there are processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The part of the interactions that is held out to measure the model, 0 (no measuring) to 0.5. Default 0.1.</summary>
    public double HoldoutFraction { get; init; } = 0.1;

    /// <summary>Held-out users measured at most, 1 to 1,000,000; a fixed sample of them where there are more. Default 5,000.</summary>
    public int MaxTestUsers { get; init; } = 5_000;

    /// <summary>Data with fewer interactions is not held out, at least 2. Default 50.</summary>
    public int MinInteractionsForHoldout { get; init; } = 50;

    /// <summary>The settings of the candidate sources.</summary>
    public CandidateOptions Candidates { get; init; } = new();

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">A setting breaks its rule; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(Threads is >= 1 and <= 1_024, "Training.Threads", Threads, "1 to 1024");
        OptionRule.Require(HoldoutFraction is >= 0 and <= 0.5, "Training.HoldoutFraction", HoldoutFraction, "0 to 0.5");
        OptionRule.Require(MaxTestUsers is >= 1 and <= 1_000_000, "Training.MaxTestUsers", MaxTestUsers, "1 to 1000000");
        OptionRule.Require(MinInteractionsForHoldout >= 2, "Training.MinInteractionsForHoldout", MinInteractionsForHoldout, "at least 2");
        Candidates.Validate();
    }
}
