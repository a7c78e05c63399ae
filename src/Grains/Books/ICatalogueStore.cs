using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;

namespace BookRecs.Grains.Books;

/// <summary>
/// The shop's catalogue. Every change of it, posted or imported, raises its revision, in the order of the commits: who has seen a revision
/// lacks nothing of it or of those below. Safe for any number of callers at once. Every method throws
/// <see cref="LogUnavailableException"/> when the store cannot be reached or written; repeating a call does no harm.
/// </summary>
public interface ICatalogueStore
{
    /// <summary>A book, or null when the catalogue does not hold the item.</summary>
    Task<Book?> FindAsync(string itemId, CancellationToken cancellationToken = default);

    /// <summary>Every book, by item id (ordinal, by code point), streamed.</summary>
    IEnumerable<Book> ReadAll(CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds a book, or replaces the one with its id; of several at once the last one committed stays. When the task completes, the book
    /// survives a crash of the process and of the machine. The same book again changes nothing.
    /// </summary>
    /// <param name="book">The book.</param>
    /// <param name="cancellationToken">Stops the wait, not a commit under way.</param>
    Task<BookWrite> PutAsync(Book book, CancellationToken cancellationToken = default);

    /// <summary>Says whether the shop can sell a book now; durable like <see cref="PutAsync"/>.</summary>
    /// <returns>The revision of the book, or null when the catalogue does not hold the item.</returns>
    Task<long?> SetAvailableAsync(string itemId, bool available, CancellationToken cancellationToken = default);

    /// <summary>The revision of the catalogue; 0 when nothing was written since the store began to count.</summary>
    Task<long> GetRevisionAsync(CancellationToken cancellationToken = default);

    /// <summary>The books whose last change came after a revision, the earliest change first, streamed.</summary>
    IEnumerable<Book> ReadChanges(long revision, CancellationToken cancellationToken = default);
}
