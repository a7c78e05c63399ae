using System.ComponentModel;

namespace BookRecs.Frontend.Recommendations;

[Description("What a list shows of a book.")]
internal sealed record BookBody(
    [property: Description("The title; null when the catalogue does not hold it.")] string? Title,
    [property: Description("The authors' names.")] IReadOnlyList<string> Authors,
    [property: Description("The year of publication.")] int? Year);
