namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="BlendSource"/>: the weight of each source's scores, 0 (left out) to 100.</summary>
public sealed record BlendOptions
{
    /// <summary>Weight of item-to-item. Default 1.</summary>
    public float ItemToItem { get; init; } = 1f;

    /// <summary>Weight of content. Default 0.25.</summary>
    public float Content { get; init; } = 0.25f;

    /// <summary>
    /// Weight of content for books without any interaction, which no other source can argue for. Default 0.6.
    /// </summary>
    public float ColdContent { get; init; } = 0.6f;

    /// <summary>Weight of popular. Default 0.05.</summary>
    public float Popular { get; init; } = 0.05f;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(ItemToItem is >= 0 and <= 100, "Blend.ItemToItem", ItemToItem, "0 to 100");
        OptionRule.Require(Content is >= 0 and <= 100, "Blend.Content", Content, "0 to 100");
        OptionRule.Require(ColdContent is >= 0 and <= 100, "Blend.ColdContent", ColdContent, "0 to 100");
        OptionRule.Require(Popular is >= 0 and <= 100, "Blend.Popular", Popular, "0 to 100");
    }
}
