namespace BookRecs.Grains.Interfaces.Books;

/// <summary>A book that the catalogue holds durably.</summary>
/// <param name="Book">The book after the write.</param>
/// <param name="IsNew">True when the catalogue did not hold it before.</param>
/// <param name="Revision">The revision of the catalogue with it, for <see cref="IBookGrain.AwaitCatalogueAsync"/>.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.book_written")]
public sealed record BookWritten(
    [property: Id(0)] BookDetails Book,
    [property: Id(1)] bool IsNew,
    [property: Id(2)] long Revision);
