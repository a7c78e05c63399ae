namespace BookRecs.Grains.Books;

/// <summary>What came of writing a book.</summary>
/// <param name="Revision">The revision of the catalogue that holds the book as it was written.</param>
/// <param name="IsNew">True when the catalogue did not hold the item before.</param>
public readonly record struct BookWrite(long Revision, bool IsNew);
