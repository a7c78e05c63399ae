namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="TrendingSource"/>.</summary>
public sealed record TrendingOptions
{
    /// <summary>Days after which an act counts half. Default 30; above 0 and at most 36,500.</summary>
    public double HalfLifeDays { get; init; } = 30;

    /// <summary>How many items are kept, the most trending first. Default 2,000; at least 1.</summary>
    public int MaxItems { get; init; } = 2_000;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(HalfLifeDays is > 0 and <= 36_500, "Trending.HalfLifeDays", HalfLifeDays, "above 0 and at most 36500");
        OptionRule.Require(MaxItems >= 1, "Trending.MaxItems", MaxItems, "at least 1");
    }
}
