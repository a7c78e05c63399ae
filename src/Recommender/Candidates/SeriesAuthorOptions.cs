namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="SeriesAuthorSource"/>: what each bond to a book of the history is worth, 0 (left out) to 100.</summary>
public sealed record SeriesAuthorOptions
{
    /// <summary>The next volume of a series after the last one of the history. Default 4.</summary>
    public float NextInSeries { get; init; } = 4f;

    /// <summary>Another book of the same series. Default 2.</summary>
    public float SameSeries { get; init; } = 2f;

    /// <summary>Another book of the same author. Default 1.</summary>
    public float SameAuthor { get; init; } = 1f;

    /// <summary>Books kept of one author or series, those with the most users first. Default 200; 1 to 100,000.</summary>
    public int MaxItemsPerGroup { get; init; } = 200;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(NextInSeries is >= 0 and <= 100, "SeriesAuthor.NextInSeries", NextInSeries, "0 to 100");
        OptionRule.Require(SameSeries is >= 0 and <= 100, "SeriesAuthor.SameSeries", SameSeries, "0 to 100");
        OptionRule.Require(SameAuthor is >= 0 and <= 100, "SeriesAuthor.SameAuthor", SameAuthor, "0 to 100");
        OptionRule.Require(MaxItemsPerGroup is >= 1 and <= 100_000, "SeriesAuthor.MaxItemsPerGroup", MaxItemsPerGroup, "1 to 100000");
    }
}
