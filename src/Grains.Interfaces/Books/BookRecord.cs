using System.Collections.Immutable;

namespace BookRecs.Grains.Interfaces.Books;

/// <summary>What the shop says of a book; it takes the place of all that the catalogue held of the item.</summary>
/// <param name="Title">The full title as published, with any series in parentheses; not empty.</param>
/// <param name="Authors">The authors' names.</param>
/// <param name="Series">The series it belongs to; when empty, the one that the title names.</param>
/// <param name="Genres">Genres or subjects, the most important first.</param>
/// <param name="Description">The blurb, or null.</param>
/// <param name="Language">The language code, or null.</param>
/// <param name="Year">The year of publication, or null.</param>
/// <param name="Publisher">The publisher, or null.</param>
/// <param name="WorkId">The work of which it is an edition, or null.</param>
/// <param name="Price">The price in the shop's currency, or null.</param>
/// <param name="Available">False when the shop cannot sell it now.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.book_record")]
public sealed record BookRecord(
    [property: Id(0)] string Title,
    [property: Id(1)] ImmutableArray<string> Authors,
    [property: Id(2)] ImmutableArray<string> Series,
    [property: Id(3)] ImmutableArray<string> Genres,
    [property: Id(4)] string? Description,
    [property: Id(5)] string? Language,
    [property: Id(6)] int? Year,
    [property: Id(7)] string? Publisher,
    [property: Id(8)] string? WorkId,
    [property: Id(9)] decimal? Price,
    [property: Id(10)] bool Available);
