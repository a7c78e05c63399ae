namespace BookRecs.Grains.Interfaces.Books;

/// <summary>How often readers acted on a book, over the whole log.</summary>
/// <param name="Purchases">Purchases and loans.</param>
/// <param name="Reads">Acts of kind read.</param>
/// <param name="Ratings">Acts of kind rating.</param>
/// <param name="Wishes">Acts of kind wish.</param>
/// <param name="PurchasesLast30Days">Purchases in the 30 days (UTC) up to and including today.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.book_counts")]
public sealed record BookCounts(
    [property: Id(0)] long Purchases,
    [property: Id(1)] long Reads,
    [property: Id(2)] long Ratings,
    [property: Id(3)] long Wishes,
    [property: Id(4)] long PurchasesLast30Days)
{
    /// <summary>All acts.</summary>
    public long Total => Purchases + Reads + Ratings + Wishes;
}
