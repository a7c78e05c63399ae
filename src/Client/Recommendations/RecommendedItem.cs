namespace BookRecs.Client.Recommendations;

/// <summary>One place of a ranked list.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Rank">Its place; 1 is the best.</param>
/// <param name="Score">Higher is better; comparable within one list only.</param>
/// <param name="Source">The candidate source that weighed most.</param>
/// <param name="Reasons">Why it is here, the strongest first.</param>
/// <param name="Book">What a page shows.</param>
public sealed record RecommendedItem(string ItemId, int Rank, float Score, string Source, IReadOnlyList<Reason> Reasons, BookCard Book);
