using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;

namespace BookRecs.Grains.Recommendations;

/// <summary>Turns what the engine ranks into what crosses a grain call.</summary>
internal static class Wire
{
    private static readonly BookCard UnknownBook = new(null, [], null);

    /// <summary>The items of a list.</summary>
    public static ImmutableArray<RecommendedItem> Items(IReadOnlyList<RankedItem> ranked)
    {
        var items = new RecommendedItem[ranked.Count];
        for (var rank = 0; rank < items.Length; rank++)
        {
            var item = ranked[rank];
            items[rank] = new RecommendedItem(item.ItemId, item.Score, item.Source, Reasons(item.Reasons), Card(item.Book));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    /// <summary>What a list shows of a book.</summary>
    public static BookCard Card(Book? book) =>
        book is null ? UnknownBook : new BookCard(book.Title.Length == 0 ? null : book.Title, book.Authors, book.Year);

    private static ImmutableArray<Reason> Reasons(ImmutableArray<RankingReason> reasons)
    {
        var wire = new Reason[reasons.Length];
        for (var index = 0; index < wire.Length; index++)
            wire[index] = new Reason(reasons[index].Code, reasons[index].Text, reasons[index].BecauseOf);
        return ImmutableCollectionsMarshal.AsImmutableArray(wire);
    }
}
