using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Tests.Training;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking;

/// <summary>What must hold for every list, checked on random shops and random readers.</summary>
public sealed class RankingInvariantTests
{
    private static readonly Gen<Book> Books =
        from item in Gen.Choose(0, 39)
        from author in Gen.Choose(0, 5)
        from series in Gen.Choose(0, 6)
        from volume in Gen.Choose(1, 6)
        from work in Gen.Choose(0, 30)
        from genre in Gen.Choose(0, 3)
        from language in Gen.Elements("eng", "fr", null)
        from available in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new Book
        {
            ItemId = $"b{item}",
            Title = $"Book {item}",
            Authors = author == 0 ? [] : [$"Author {author}"],
            Series = series > 2 ? [] : [$"Series {series}"],
            Volume = series > 2 ? null : volume,
            WorkId = work > 12 ? null : $"w{work}",
            Genres = genre == 0 ? [] : [$"Genre {genre}"],
            Language = language,
            Available = available,
        };

    private static readonly Gen<Interaction> Acts =
        from user in Gen.Choose(0, 15)
        from item in Gen.Choose(0, 49)
        select new Interaction($"u{user}", $"b{item}", InteractionKind.Purchase, false, null, null);

    private static readonly Gen<Case> Cases =
        from books in Books.ListOf()
        from acts in Acts.NonEmptyListOf()
        from history in Gen.Choose(0, 49).ListOf()
        from seen in Gen.Choose(0, 49).ListOf()
        from exclude in Gen.Choose(0, 49).ListOf()
        from count in Gen.Choose(0, 60)
        from language in Gen.Frequency((4, Gen.Constant<string?>(null)), (1, Gen.Constant<string?>("FR")))
        from diversity in Gen.Elements(0f, 0.3f, 1f)
        select new Case(
            [.. books.DistinctBy(book => book.ItemId)],
            [.. acts],
            [.. history.Select(item => $"b{item}")],
            [.. seen.Select(item => $"b{item}")],
            [.. exclude.Take(3).Select(item => $"b{item}")],
            count,
            language,
            diversity);

    [Fact]
    public void Rank_AnyShopAndReader_KeepsEveryPromise() =>
        Prop.ForAll(Cases.ToArbitrary(), KeepsEveryPromise).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    private static void KeepsEveryPromise(Case shop)
    {
        // The second half of the books comes into the catalogue after the training.
        var model = RankingShop.Model(Shops.Build(shop.Acts, shop.Books.Take(shop.Books.Length / 2)));
        var engine = new RankingEngine(model, shop.Books, new RankingOptions { Diversity = shop.Diversity });
        var request = RankingShop.For(shop.History) with
        {
            Seen = new SeenSet(shop.Seen),
            Exclude = shop.Exclude,
            Count = shop.Count,
            Language = shop.Language,
        };

        var list = engine.Rank(request);

        var books = shop.Books.ToDictionary(book => book.ItemId);
        HashSet<string> had = [.. shop.History, .. shop.Seen];
        var ids = list.Select(item => item.ItemId).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.True(ids.Length <= shop.Count);
        Assert.Empty(ids.Intersect(had));
        Assert.Empty(ids.Intersect(shop.Exclude));
        Assert.Equal(list.Select(item => item.Score).OrderDescending(), list.Select(item => item.Score));
        var canBeShown = shop.Books.Length == 0
            ? shop.Acts.Select(act => act.ItemId).Distinct().Where(id => IsFree(id) && shop.Language is null).ToArray()
            : [.. shop.Books.Where(book => IsFree(book.ItemId) && book.Available && SpeaksAsAsked(book)).Select(book => book.ItemId)];
        Assert.Empty(ids.Except(canBeShown));
        Assert.True(ids.Length > 0 || canBeShown.Length == 0 || shop.Count == 0, "the shelf is empty though something can be shown");
        AssertEditions(list, books, [.. had, .. shop.Exclude]);
        AssertLimits(list, shop.Count, canBeShown.Length);
        Assert.All(list, item => AssertReasons(item, books, had));

        bool IsFree(string id) => !had.Contains(id) && !shop.Exclude.Contains(id);
        bool SpeaksAsAsked(Book book) =>
            shop.Language is null || string.Equals(book.Language, shop.Language, StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertEditions(IReadOnlyList<RankedItem> list, Dictionary<string, Book> books, HashSet<string> had)
    {
        var works = list.Select(item => item.Book?.WorkId).OfType<string>().ToArray();
        Assert.Equal(works.Distinct(), works);
        var hadWorks = had.Select(id => books.GetValueOrDefault(id)?.WorkId).OfType<string>().ToHashSet();
        if (list.Any(item => item.Book?.WorkId is not { } work || !hadWorks.Contains(work)))
            Assert.Empty(works.Intersect(hadWorks));
    }

    /// <summary>Books over the limits come last, and only where everything that can be shown was needed.</summary>
    private static void AssertLimits(IReadOnlyList<RankedItem> list, int count, int available)
    {
        var authors = new Dictionary<string, int>();
        var isOver = false;
        foreach (var item in list)
        {
            var names = item.Book is { } book ? book.Authors : [];
            var isThisOver = names.Any(name => authors.GetValueOrDefault(name) >= 3);
            foreach (var name in names)
                authors[name] = authors.GetValueOrDefault(name) + 1;
            Assert.True(isOver || !isThisOver || list.Count <= available, $"{item.ItemId} is over the limit of its author");
            isOver |= isThisOver;
        }

        Assert.True(list.Count <= Math.Min(count, available));
    }

    private static void AssertReasons(RankedItem item, Dictionary<string, Book> books, HashSet<string> had)
    {
        Assert.NotEmpty(item.Reasons);
        Assert.InRange(item.Reasons.Length, 1, 3);
        foreach (var reason in item.Reasons)
        {
            Assert.NotEmpty(reason.Text);
            Assert.Empty(reason.BecauseOf.Except(had));
            Assert.Equal(reason.Code is ReasonCodes.Popular or ReasonCodes.New, reason.BecauseOf.IsEmpty);
            var causes = reason.BecauseOf.Select(id => books.GetValueOrDefault(id)).ToArray();
            if (reason.Code == ReasonCodes.SameAuthor)
                Assert.All(causes, cause => Assert.NotEmpty(cause!.Authors.Intersect(item.Book!.Authors)));
            if (reason.Code == ReasonCodes.SameGenre)
                Assert.All(causes, cause => Assert.NotEmpty(cause!.Genres.Intersect(item.Book!.Genres)));
            if (reason.Code == ReasonCodes.NextInSeries)
                Assert.All(causes, cause => Assert.True(cause!.Series[0] == item.Book!.Series[0] && cause.Volume < item.Book.Volume));
        }
    }

    private sealed record Case(
        Book[] Books, Interaction[] Acts, string[] History, string[] Seen, string[] Exclude, int Count, string? Language, float Diversity);
}
