namespace BookRecs.Client.Recommendations;

/// <summary>How many and which items a list may hold.</summary>
public sealed record RecommendationOptions
{
    /// <summary>How many items, 1 to 100; null for ten.</summary>
    public int? Limit { get; init; }

    /// <summary>Items not to return; at most 100.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Only items of this language, or null for any.</summary>
    public string? Language { get; init; }

    /// <summary>The page that shows the list: home, book or cart; null for home.</summary>
    public string? Context { get; init; }
}
