using System.Collections.Immutable;

namespace BookRecs.Grains.Interfaces.Books;

/// <summary>A book with its catalogue data and what readers did with it.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Title">The title, or null when the catalogue does not hold it.</param>
/// <param name="Authors">The authors' names.</param>
/// <param name="Series">The series it belongs to.</param>
/// <param name="Volume">Its position in the first series.</param>
/// <param name="Genres">Genres or subjects.</param>
/// <param name="Description">The blurb.</param>
/// <param name="Language">The language code.</param>
/// <param name="Year">The year of publication.</param>
/// <param name="Publisher">The publisher.</param>
/// <param name="Price">The price in the shop's currency.</param>
/// <param name="Available">False when the shop cannot sell it now.</param>
/// <param name="Counts">What readers did with it.</param>
/// <param name="BoughtTogether">The items that its recent readers also acted on, the most frequent first; at most ten.</param>
/// <param name="WorkId">The work of which it is an edition.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.book_details")]
public sealed record BookDetails(
    [property: Id(0)] string ItemId,
    [property: Id(1)] string? Title,
    [property: Id(2)] ImmutableArray<string> Authors,
    [property: Id(3)] ImmutableArray<string> Series,
    [property: Id(4)] float? Volume,
    [property: Id(5)] ImmutableArray<string> Genres,
    [property: Id(6)] string? Description,
    [property: Id(7)] string? Language,
    [property: Id(8)] int? Year,
    [property: Id(9)] string? Publisher,
    [property: Id(10)] decimal? Price,
    [property: Id(11)] bool Available,
    [property: Id(12)] BookCounts Counts,
    [property: Id(13)] ImmutableArray<string> BoughtTogether,
    [property: Id(14)] string? WorkId);
