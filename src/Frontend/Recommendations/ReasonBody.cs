using System.ComponentModel;

namespace BookRecs.Frontend.Recommendations;

[Description("Why an item is in a list.")]
internal sealed record ReasonBody(
    [property: Description("next_in_series, same_author, same_genre, readers_also_bought, similar_text, popular or new.")] string Code,
    [property: Description("The reason for a reader, in English.")] string Text,
    [property: Description("The items of the user's history that caused it; empty for popular and new.")] IReadOnlyList<string> BecauseOf);
