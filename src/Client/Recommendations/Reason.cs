namespace BookRecs.Client.Recommendations;

/// <summary>Why an item is in a list.</summary>
/// <param name="Code">next_in_series, same_author, same_genre, readers_also_bought, similar_text, popular or new.</param>
/// <param name="Text">The reason for a reader, in English.</param>
/// <param name="BecauseOf">The items of the user's history that caused it.</param>
public sealed record Reason(string Code, string Text, IReadOnlyList<string> BecauseOf);
