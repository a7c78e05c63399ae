namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="UserToUserSource"/>.</summary>
public sealed record UserToUserOptions
{
    /// <summary>How many of the nearest users speak. Default 100; 1 to 10,000.</summary>
    public int Neighbours { get; init; } = 100;

    /// <summary>An item counts by its inverse document frequency to the power of this. Default 0.5; 0 (all alike) to 10.</summary>
    public float RarityExponent { get; init; } = 0.5f;

    /// <summary>A neighbour speaks with the similarity to the power of this. Default 1; 0 to 10.</summary>
    public float SimilarityExponent { get; init; } = 1f;

    /// <summary>
    /// Users through whom one item of the history finds neighbours, a fixed sample of them where there are more; bounds the time of an
    /// answer. Default 2,000; 1 to 10,000,000.
    /// </summary>
    public int MaxUsersPerItem { get; init; } = 2_000;

    /// <summary>
    /// Interactions held, those of the users with the latest act first and a fixed sample of users where there are no dates; bounds the
    /// memory of the model to 8 bytes an interaction, 8 a user and 12 an item. Default 5,000,000; 1 to 1,000,000,000.
    /// </summary>
    public int MaxInteractions { get; init; } = 5_000_000;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(Neighbours is >= 1 and <= 10_000, "UserToUser.Neighbours", Neighbours, "1 to 10000");
        OptionRule.Require(RarityExponent is >= 0 and <= 10, "UserToUser.RarityExponent", RarityExponent, "0 to 10");
        OptionRule.Require(SimilarityExponent is >= 0 and <= 10, "UserToUser.SimilarityExponent", SimilarityExponent, "0 to 10");
        OptionRule.Require(
            MaxUsersPerItem is >= 1 and <= 10_000_000, "UserToUser.MaxUsersPerItem", MaxUsersPerItem, "1 to 10000000");
        OptionRule.Require(
            MaxInteractions is >= 1 and <= 1_000_000_000, "UserToUser.MaxInteractions", MaxInteractions, "1 to 1000000000");
    }
}
