using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Frontend.Tests.Fakes;

/// <summary>The book 42 and those a test adds; any other id is unknown.</summary>
public sealed class FakeBookGrain(FakeShop shop, string itemId) : IBookGrain
{
    private bool IsKnown => itemId == FakeShop.KnownItem || shop.Books.ContainsKey(itemId) || shop.Put.ContainsKey(itemId);

    public Task RecordAsync(ImmutableArray<BookAct> acts) => throw new NotSupportedException();

    public async Task<BookDetails?> GetAsync()
    {
        if (shop.BeforeBook is { } before)
            await before();
        if (shop.Put.TryGetValue(itemId, out var put))
            return Describe(put);
        return IsKnown
            ? new BookDetails(
                itemId, "Die größte Lampe", ["Ada Moor"], ["Lamps"], 1, ["mystery"], "A lamp & a pier.", "de", 2001, "North Pier", 12.50m,
                true,
                new BookCounts(12, 7, 5, 1, 3), ["43"], "w-42")
            : null;
    }

    public async Task<BookWritten> PutAsync(BookRecord book)
    {
        if (shop.BeforeBook is { } before)
            await before();
        var isNew = !IsKnown;
        shop.Put[itemId] = book;
        return new BookWritten(Describe(book), isNew, 7);
    }

    public Task<BookWritten?> SetAvailableAsync(bool available)
    {
        if (!shop.Put.TryGetValue(itemId, out var book))
            return Task.FromResult<BookWritten?>(null);
        shop.Put[itemId] = book with { Available = available };
        return Task.FromResult<BookWritten?>(new BookWritten(Describe(shop.Put[itemId]), false, 8));
    }

    public async Task AwaitCatalogueAsync(long revision)
    {
        if (shop.BeforeCatalogue is { } before)
            await before();
        shop.Awaited.Enqueue(revision);
    }

    private BookDetails Describe(BookRecord book) => new(
        itemId, book.Title, book.Authors, book.Series, null, book.Genres, book.Description, book.Language, book.Year, book.Publisher, book.Price,
        book.Available, new BookCounts(0, 0, 0, 0, 0), [], book.WorkId);

    public Task<RecommendationList?> GetSimilarAsync(int limit) =>
        Task.FromResult(IsKnown ? FakeShop.List([.. new[] { "43", "44", "45" }.Take(limit)]) : null);
}
