namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="SparseLinearSource"/>.</summary>
public sealed record SparseLinearOptions
{
    /// <summary>The most neighbours that an item's model may use: one bit of a word each.</summary>
    public const int MaxNeighbours = 64;

    /// <summary>Nearest items, by cosine, that predict an item. Default 50; 1 to 64.</summary>
    public int Neighbours { get; init; } = 50;

    /// <summary>Ridge: what a weight of 1 costs, in users of average weight. Default 30; above 0, at most 1,000,000.</summary>
    public float Regularization { get; init; } = 30f;

    /// <summary>
    /// A user of n items counts n to the power of minus this, so that those of many items do not rule. Default 0.5; 0 to 2.
    /// </summary>
    public float UserExponent { get; init; } = 0.5f;

    /// <summary>An item of n users is divided by n to the power of this. Default 0.1; 0 to 1.</summary>
    public float PopularityExponent { get; init; } = 0.1f;

    /// <summary>How the nearest items are found.</summary>
    internal ItemToItemOptions Search => new() { Weighting = ItemWeighting.Cosine, Neighbours = Neighbours };

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(Neighbours is >= 1 and <= MaxNeighbours, "SparseLinear.Neighbours", Neighbours, "1 to 64");
        OptionRule.Require(Regularization is > 0 and <= 1_000_000, "SparseLinear.Regularization", Regularization, "above 0, at most 1000000");
        OptionRule.Require(UserExponent is >= 0 and <= 2, "SparseLinear.UserExponent", UserExponent, "0 to 2");
        OptionRule.Require(PopularityExponent is >= 0 and <= 1, "SparseLinear.PopularityExponent", PopularityExponent, "0 to 1");
    }
}
