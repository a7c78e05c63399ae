using System.ComponentModel;
using BookRecs.Grains.Interfaces.Books;

namespace BookRecs.Frontend.Items;

[Description("A book with its catalogue data and what readers did with it.")]
internal sealed record ItemBody(
    [property: Description("The item.")] string ItemId,
    [property: Description("The title; null when only the log knows the item.")] string? Title,
    [property: Description("The authors' names.")] IReadOnlyList<string> Authors,
    [property: Description("The series it belongs to.")] IReadOnlyList<string> Series,
    [property: Description("Its position in the first series.")] float? Volume,
    [property: Description("Genres or subjects.")] IReadOnlyList<string> Genres,
    [property: Description("The blurb.")] string? Description,
    [property: Description("The language code.")] string? Language,
    [property: Description("The year of publication.")] int? Year,
    [property: Description("The publisher.")] string? Publisher,
    [property: Description("The work of which it is an edition.")] string? WorkId,
    [property: Description("The price in the shop's currency.")] decimal? Price,
    [property: Description("False when the shop cannot sell it now.")] bool Available,
    [property: Description("How often readers acted on it.")] ItemCountsBody Counts,
    [property: Description("Items that its recent readers also acted on, the most frequent first.")] IReadOnlyList<string> BoughtTogether)
{
    public static ItemBody From(BookDetails book) => new(
        book.ItemId,
        book.Title,
        book.Authors,
        book.Series,
        book.Volume,
        book.Genres,
        book.Description,
        book.Language,
        book.Year,
        book.Publisher,
        book.WorkId,
        book.Price,
        book.Available,
        new ItemCountsBody(
            book.Counts.Purchases,
            book.Counts.Reads,
            book.Counts.Ratings,
            book.Counts.Wishes,
            book.Counts.Total,
            book.Counts.PurchasesLast30Days),
        book.BoughtTogether);
}
