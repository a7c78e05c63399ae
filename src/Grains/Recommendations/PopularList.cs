using System.Collections.Immutable;
using BookRecs.Grains.Books;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Log;
using BookRecs.Grains.Models;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;
using StableHash = BookRecs.Recommender.Ranking.StableHash;

namespace BookRecs.Grains.Recommendations;

/// <summary>
/// The list for anyone: from the model where one is loaded, otherwise the most popular items of the log and then books of the
/// catalogue, so that no shelf stays empty while the shop has a book.
/// </summary>
/// <param name="models">The silo's model.</param>
/// <param name="log">Counts the acts.</param>
/// <param name="catalogue">Holds the books.</param>
/// <param name="time">The clock.</param>
public sealed class PopularList(ModelHost models, ITransactionLog log, ICatalogueStore catalogue, TimeProvider time)
{
    /// <summary>How many books are held for the time without a model: enough for the longest list and as many exclusions.</summary>
    private const int Held = 500;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Shelf? _shelf;

    /// <summary>Makes the list.</summary>
    /// <param name="query">What the page asks for.</param>
    /// <param name="reason">Why it is not a personal list.</param>
    /// <param name="seen">Items that the user has seen, or null.</param>
    public async Task<RecommendationList> GetAsync(RecommendationQuery query, FallbackReason reason, ISeenItems? seen = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        using (var lease = models.Acquire())
        {
            if (lease.Model is { } model)
                return new RecommendationList(Wire.Items(model.Rank(Requests.For(query, [], seen))), model.Version, reason);
        }

        var shelf = await ReadShelfAsync();
        var wanted = shelf.Items.Where(item => IsWanted(item, query, seen)).Take(query.Limit).Select(item => item.Item);
        return new RecommendationList([.. wanted], null, reason);
    }

    private static bool IsWanted(ShelfItem item, RecommendationQuery query, ISeenItems? seen) =>
        (query.Language is null || string.Equals(query.Language, item.Language, StringComparison.OrdinalIgnoreCase))
        && (query.Exclude.IsDefaultOrEmpty || !query.Exclude.Contains(item.Item.ItemId))
        && (seen is null || !seen.Contains(StableHash.Of(item.Item.ItemId)));

    private async Task<Shelf> ReadShelfAsync()
    {
        var held = Volatile.Read(ref _shelf);
        if (held is not null && IsFresh(held))
            return held;
        await _reading.WaitAsync();
        try
        {
            held = _shelf;
            if (held is not null && IsFresh(held))
                return held;
            held = await Task.Run(MakeShelfAsync);
            Volatile.Write(ref _shelf, held);
            return held;
        }
        finally
        {
            _reading.Release();
        }
    }

    private bool IsFresh(Shelf shelf) =>
        shelf.CatalogueRevision == models.Serving.CatalogueRevision && time.GetUtcNow() - shelf.ReadAt < Lifetime;

    private async Task<Shelf> MakeShelfAsync()
    {
        var revision = models.Serving.CatalogueRevision;
        var items = new List<ShelfItem>();
        var shown = new HashSet<string>(StringComparer.Ordinal);
        var (books, hasCatalogue) = ReadBooks();
        foreach (var itemId in await log.ReadPopularItemsAsync(Held))
        {
            // Without any catalogue, items are shown by their ids, as the lists of a model do.
            var book = await catalogue.FindAsync(itemId);
            if ((hasCatalogue ? book is { Available: true } : book is null) && shown.Add(itemId))
                items.Add(Place(itemId, book, items.Count, ReasonCodes.Popular, "Popular with readers"));
        }

        foreach (var book in books)
        {
            if (items.Count < Held && shown.Add(book.ItemId))
                items.Add(Place(book.ItemId, book, items.Count, ReasonCodes.New, "New in the catalogue"));
        }

        return new Shelf(time.GetUtcNow(), revision, [.. items]);
    }

    /// <summary>Available books, and whether there is any book at all.</summary>
    private (List<Book> Available, bool Any) ReadBooks()
    {
        var available = new List<Book>();
        var any = false;
        foreach (var book in catalogue.ReadAll())
        {
            any = true;
            if (book.Available)
                available.Add(book);
            if (available.Count == Held)
                break;
        }

        return (available, any);
    }

    private static ShelfItem Place(string itemId, Book? book, int place, string reason, string text) => new(
        new RecommendedItem(itemId, 1f / (1 + place), reason, [new Reason(reason, text, [])], Wire.Card(book)),
        book?.Language);

    private sealed record Shelf(DateTimeOffset ReadAt, long CatalogueRevision, ImmutableArray<ShelfItem> Items);

    private readonly record struct ShelfItem(RecommendedItem Item, string? Language);
}
