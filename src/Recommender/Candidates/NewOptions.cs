namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="NewSource"/>.</summary>
public sealed record NewOptions
{
    /// <summary>
    /// Days after which a new book is half as new; a year of publication counts 365. Default 180; above 0 and at most 36,500.
    /// </summary>
    public double HalfLifeDays { get; init; } = 180;

    /// <summary>How many books are new at most, the newest first. Default 2,000; at least 1.</summary>
    public int MaxItems { get; init; } = 2_000;

    /// <summary>New books kept for each book of a history. Default 50; 1 to 10,000.</summary>
    public int Neighbours { get; init; } = 50;

    /// <summary>
    /// What being new is worth to every reader, beside 1 for a new book just like one of the history. Default 0.01; above 0 to 1.
    /// </summary>
    public float Anybody { get; init; } = 0.01f;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(HalfLifeDays is > 0 and <= 36_500, "New.HalfLifeDays", HalfLifeDays, "above 0 and at most 36500");
        OptionRule.Require(MaxItems >= 1, "New.MaxItems", MaxItems, "at least 1");
        OptionRule.Require(Neighbours is >= 1 and <= 10_000, "New.Neighbours", Neighbours, "1 to 10000");
        OptionRule.Require(Anybody is > 0 and <= 1, "New.Anybody", Anybody, "above 0 and at most 1");
    }
}
