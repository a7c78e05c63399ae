using BookRecs.Recommender.Data;

namespace BookRecs.Grains.Books;

/// <summary>The shop's catalogue.</summary>
public interface ICatalogueStore
{
    /// <summary>A book, or null when the catalogue does not hold the item.</summary>
    Task<Book?> FindAsync(string itemId, CancellationToken cancellationToken = default);

    /// <summary>Every book, by item id (ordinal, by code point), streamed.</summary>
    IEnumerable<Book> ReadAll(CancellationToken cancellationToken = default);
}
