using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Frontend.Tests.Fakes;

/// <summary>The book 42 and those a test adds; any other id is unknown.</summary>
public sealed class FakeBookGrain(FakeShop shop, string itemId) : IBookGrain
{
    private bool IsKnown => itemId == FakeShop.KnownItem || shop.Books.ContainsKey(itemId);

    public Task RecordAsync(ImmutableArray<BookAct> acts) => throw new NotSupportedException();

    public async Task<BookDetails?> GetAsync()
    {
        if (shop.BeforeBook is { } before)
            await before();
        return IsKnown
            ? new BookDetails(
                itemId, "Die größte Lampe", ["Ada Moor"], ["Lamps"], 1, ["mystery"], "A lamp & a pier.", "de", 2001, "North Pier", 12.50m, true,
                new BookCounts(12, 7, 5, 1, 3), ["43"])
            : null;
    }

    public Task<RecommendationList?> GetSimilarAsync(int limit) =>
        Task.FromResult(IsKnown ? FakeShop.List([.. new[] { "43", "44", "45" }.Take(limit)]) : null);
}
