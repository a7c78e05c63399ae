using System.Collections.Immutable;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Ranking;

/// <summary>One place of a ranked list.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Score">Higher is better, never rising along a list; comparable within one list only.</param>
/// <param name="Source">What weighed most: the name of a candidate source, or "genre" or "new".</param>
/// <param name="Reasons">Why it is here, the strongest first; never empty.</param>
/// <param name="Book">What the catalogue holds of it, or null when the engine was given no catalogue.</param>
public sealed record RankedItem(string ItemId, float Score, string Source, ImmutableArray<RankingReason> Reasons, Book? Book);
