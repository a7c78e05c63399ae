namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="SparseLinearSource"/>.</summary>
public sealed record SparseLinearOptions
{
    /// <summary>The most neighbours that an item's model may use: one bit of a word each.</summary>
    public const int MaxNeighbours = 64;

    /// <summary>Nearest items, by cosine, that predict an item. Default 64; 1 to 64.</summary>
    public int Neighbours { get; init; } = MaxNeighbours;

    /// <summary>
    /// Users of its own that every item is given, beside those it has, when the nearest are sought, so that items of few users are seldom
    /// near by chance. Default 30; 0 to 1,000,000.
    /// </summary>
    public float NeighbourDamping { get; init; } = 30f;

    /// <summary>Ridge: what a weight of 1 costs, in users of average weight. Default 20; above 0, at most 1,000,000.</summary>
    public float Regularization { get; init; } = 20f;

    /// <summary>
    /// Dropout: the odds that a neighbour is missing when the item is predicted, for each neighbour that is nearer. The farther it is, the
    /// less it is relied upon. Default 0.08; 0 (never missing) to 100.
    /// </summary>
    public float DropoutOdds { get; init; } = 0.08f;

    /// <summary>
    /// A user of n items counts n to the power of minus this, so that those of many items do not rule. Default 0.5; 0 to 2.
    /// </summary>
    public float UserExponent { get; init; } = 0.5f;

    /// <summary>An item of n users is divided by n to the power of this. Default 0.1; 0 to 1.</summary>
    public float PopularityExponent { get; init; } = 0.1f;

    /// <summary>How the nearest items are found.</summary>
    internal ItemToItemOptions Search => new() { Weighting = ItemWeighting.Cosine, Neighbours = Neighbours, Damping = NeighbourDamping };

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(Neighbours is >= 1 and <= MaxNeighbours, "SparseLinear.Neighbours", Neighbours, "1 to 64");
        OptionRule.Require(Regularization is > 0 and <= 1_000_000, "SparseLinear.Regularization", Regularization, "above 0, at most 1000000");
        OptionRule.Require(NeighbourDamping is >= 0 and <= 1e6f, "SparseLinear.NeighbourDamping", NeighbourDamping, "0 to 1000000");
        OptionRule.Require(DropoutOdds is >= 0 and <= 100, "SparseLinear.DropoutOdds", DropoutOdds, "0 to 100");
        OptionRule.Require(UserExponent is >= 0 and <= 2, "SparseLinear.UserExponent", UserExponent, "0 to 2");
        OptionRule.Require(PopularityExponent is >= 0 and <= 1, "SparseLinear.PopularityExponent", PopularityExponent, "0 to 1");
    }
}
