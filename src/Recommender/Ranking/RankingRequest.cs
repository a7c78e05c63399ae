namespace BookRecs.Recommender.Ranking;

/// <summary>What to rank for whom.</summary>
public sealed record RankingRequest
{
    /// <summary>The most history items that are looked at; older ones only count through <see cref="Seen"/>.</summary>
    public const int MaxHistory = 10_000;

    /// <summary>The user's recent acts, the newest first. Items may repeat: the highest weight and the newest place count.</summary>
    public IReadOnlyList<RankingHistoryItem> History { get; init; } = [];

    /// <summary>All items the user ever acted on; the history counts as seen even where it is not in here. Null: only that.</summary>
    public ISeenItems? Seen { get; init; }

    /// <summary>How many items to return, 0 to 1,000.</summary>
    public int Count { get; init; } = 10;

    /// <summary>Items not to return, such as those already on the page; other editions of theirs are left out too.</summary>
    public IReadOnlyCollection<string> Exclude { get; init; } = [];

    /// <summary>Only items of this language code (compared without case), or null for any.</summary>
    public string? Language { get; init; }
}
