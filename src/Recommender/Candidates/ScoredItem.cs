namespace BookRecs.Recommender.Candidates;

/// <summary>One place of a ranked list.</summary>
/// <param name="Item">Index of the item in the model's vocabulary.</param>
/// <param name="Score">Score by the source that made the list, above 0; comparable within one list only.</param>
public readonly record struct ScoredItem(int Item, float Score);
