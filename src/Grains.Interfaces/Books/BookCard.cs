using System.Collections.Immutable;

namespace BookRecs.Grains.Interfaces.Books;

/// <summary>What a list shows of a book.</summary>
/// <param name="Title">The title, or null when the catalogue does not hold it.</param>
/// <param name="Authors">The authors' names.</param>
/// <param name="Year">The year of publication.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.book_card")]
public sealed record BookCard(
    [property: Id(0)] string? Title,
    [property: Id(1)] ImmutableArray<string> Authors,
    [property: Id(2)] int? Year);
