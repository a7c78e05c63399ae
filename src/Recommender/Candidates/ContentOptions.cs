namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="ContentSource"/>.</summary>
public sealed record ContentOptions
{
    /// <summary>Neighbours kept of each item among the items with interactions. Default 20; 0 to 10,000.</summary>
    public int WarmNeighbours { get; init; } = 20;

    /// <summary>Neighbours kept of each item among the items without any interaction. Default 20; 0 to 10,000.</summary>
    public int ColdNeighbours { get; init; } = 20;

    /// <summary>
    /// With at least this many interactions the weights of the fields are learned from those, beginning with the settings; 0 never learns.
    /// Default 10,000; at least 0.
    /// </summary>
    public int LearnWeightsFrom { get; init; } = 10_000;

    /// <summary>Weight of the words of the title. Default 0.8; 0 (left out) to 100, like every field's weight.</summary>
    public float Title { get; init; } = 0.8f;

    /// <summary>Weight of each author's whole name. Default 1.2.</summary>
    public float Author { get; init; } = 1.2f;

    /// <summary>Weight of each series' whole name. Default 1.</summary>
    public float Series { get; init; } = 1f;

    /// <summary>Weight of each whole genre. Default 1.</summary>
    public float Genre { get; init; } = 1f;

    /// <summary>Weight of the publisher's whole name. Default 1.</summary>
    public float Publisher { get; init; } = 1f;

    /// <summary>Weight of the words inside authors, series, genres and publisher. Default 0.5.</summary>
    public float Words { get; init; } = 0.5f;

    /// <summary>
    /// Weight of the parts of words, four letters each, of every field but the description: they match inflections, compounds and
    /// misspellings. Default 0.3.
    /// </summary>
    public float Subwords { get; init; } = 0.3f;

    /// <summary>Weight of the words of the description. Default 0.3.</summary>
    public float Description { get; init; } = 0.3f;

    /// <summary>Terms that more than this share of the items have say nothing and are left out. Default 0.05; above 0, at most 1.</summary>
    public double MaxDocumentShare { get; init; } = 0.05;

    /// <summary>Terms kept of an item, the heaviest first; bounds time and memory. Default 96; 1 to 10,000.</summary>
    public int MaxTermsPerItem { get; init; } = 96;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(WarmNeighbours is >= 0 and <= 10_000, "Content.WarmNeighbours", WarmNeighbours, "0 to 10000");
        OptionRule.Require(ColdNeighbours is >= 0 and <= 10_000, "Content.ColdNeighbours", ColdNeighbours, "0 to 10000");
        OptionRule.Require(LearnWeightsFrom >= 0, "Content.LearnWeightsFrom", LearnWeightsFrom, "at least 0");
        RequireWeight("Content.Title", Title);
        RequireWeight("Content.Author", Author);
        RequireWeight("Content.Series", Series);
        RequireWeight("Content.Genre", Genre);
        RequireWeight("Content.Publisher", Publisher);
        RequireWeight("Content.Words", Words);
        RequireWeight("Content.Subwords", Subwords);
        RequireWeight("Content.Description", Description);
        OptionRule.Require(MaxDocumentShare is > 0 and <= 1, "Content.MaxDocumentShare", MaxDocumentShare, "above 0 and at most 1");
        OptionRule.Require(MaxTermsPerItem is >= 1 and <= 10_000, "Content.MaxTermsPerItem", MaxTermsPerItem, "1 to 10000");
    }

    private static void RequireWeight(string setting, float weight) =>
        OptionRule.Require(weight is >= 0 and <= 100, setting, weight, "0 to 100");
}
