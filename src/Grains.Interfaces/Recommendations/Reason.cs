using System.Collections.Immutable;

namespace BookRecs.Grains.Interfaces.Recommendations;

/// <summary>Why an item is in a list.</summary>
/// <param name="Code">next_in_series, same_author, same_genre, readers_also_bought, similar_text, popular or new.</param>
/// <param name="Text">The reason for a reader, in English.</param>
/// <param name="BecauseOf">The items of the user's history that caused it; empty for popular and new.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.reason")]
public sealed record Reason(
    [property: Id(0)] string Code,
    [property: Id(1)] string Text,
    [property: Id(2)] ImmutableArray<string> BecauseOf);
