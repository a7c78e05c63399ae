using BookRecs.Recommender.Candidates.Linear;

namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="EaseSource"/>.</summary>
public sealed record EaseOptions
{
    /// <summary>What is added to the diagonal: the higher, the smaller all weights. Default 50; 0.001 to 1,000,000,000.</summary>
    public float Regularization { get; init; } = 50f;

    /// <summary>
    /// A user's errors count by the number of the user's items to the power of minus this. Default 0; 0 (all alike) to 2.
    /// </summary>
    public float UserExponent { get; init; }

    /// <summary>Weights kept towards each item, the strongest first. Default 50; 1 to 10,000.</summary>
    public int Neighbours { get; init; } = 50;

    /// <summary>
    /// The most users or items, whichever are fewer: a training holds the square of them at 4 bytes and takes time by their cube. Default
    /// 12,000 (576 MB); 1 to 46,000 (8.5 GB).
    /// </summary>
    public int MaxSide { get; init; } = 12_000;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(
            Regularization is >= 0.001f and <= 1e9f, "Ease.Regularization", Regularization, "0.001 to 1000000000");
        OptionRule.Require(UserExponent is >= 0 and <= 2, "Ease.UserExponent", UserExponent, "0 to 2");
        OptionRule.Require(Neighbours is >= 1 and <= 10_000, "Ease.Neighbours", Neighbours, "1 to 10000");
        OptionRule.Require(MaxSide is >= 1 and <= SymmetricMatrix.MaxRows, "Ease.MaxSide", MaxSide, "1 to 46000");
    }
}
