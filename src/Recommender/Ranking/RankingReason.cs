using System.Collections.Immutable;

namespace BookRecs.Recommender.Ranking;

/// <summary>Why an item is in a list.</summary>
/// <param name="Code">One of <see cref="ReasonCodes"/>.</param>
/// <param name="Text">The reason for a reader, in English.</param>
/// <param name="BecauseOf">
/// The items of the user's history that caused it (for similar items: the item asked about); empty for popular and new.
/// </param>
public sealed record RankingReason(string Code, string Text, ImmutableArray<string> BecauseOf);
