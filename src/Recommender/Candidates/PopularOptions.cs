namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="PopularSource"/>.</summary>
public sealed record PopularOptions
{
    /// <summary>How many items are kept, the most popular first. Default 10,000; at least 1.</summary>
    public int MaxItems { get; init; } = 10_000;

    /// <summary>
    /// How many of them get a score beside other sources; lists by popularity alone go on to the end. Default 2,000; at least 1.
    /// </summary>
    public int ScoredItems { get; init; } = 2_000;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(MaxItems >= 1, "Popular.MaxItems", MaxItems, "at least 1");
        OptionRule.Require(ScoredItems >= 1, "Popular.ScoredItems", ScoredItems, "at least 1");
    }
}
