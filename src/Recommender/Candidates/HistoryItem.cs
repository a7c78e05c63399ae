namespace BookRecs.Recommender.Candidates;

/// <summary>One item of a user's history as a candidate source sees it.</summary>
/// <param name="Item">Index of the item in the model's vocabulary.</param>
/// <param name="Weight">Weight of the interaction, 1 to 2.75.</param>
/// <param name="OccurredAt">Unix time in seconds, or null when not known.</param>
public readonly record struct HistoryItem(int Item, float Weight, long? OccurredAt = null);
