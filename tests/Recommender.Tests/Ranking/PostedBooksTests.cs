using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Tests.Ranking.Engine;
using BookRecs.Recommender.Training;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking;

/// <summary>Books that are posted while a model serves.</summary>
public sealed class PostedBooksTests
{
    private static readonly Book[] ShopBooks = [.. EngineShop.Data.Books.OfType<Book>()];

    private static readonly RankingEngine Before = new(TrainedModel.InMemory(EngineShop.Data, EngineShop.Fitted), ShopBooks);

    /// <summary>New books, and other records of books that the model knows or that were posted before.</summary>
    private static readonly Gen<Book[]> Posts =
        from books in (
            from like in Gen.Elements(ShopBooks)
            from number in Gen.Choose(0, 12)
            from isNew in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from available in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
            select like with { ItemId = isNew ? $"new {number}" : like.ItemId, WorkId = null, Available = available }).ListOf()
        select books.ToArray();

    [Fact]
    public void With_OneBookAfterTheOther_EqualsAnEngineOfTheWholeCatalogue() =>
        Prop.ForAll(Posts.ToArbitrary(), Gen.Choose(0, 299).ToArbitrary(), static (posts, user) =>
        {
            var grown = posts.Aggregate(Before, static (engine, book) => engine.With([book]));
            var catalogue = ShopBooks.Concat(posts).GroupBy(static book => book.ItemId).Select(static same => same.Last());
            var whole = new RankingEngine(TrainedModel.InMemory(EngineShop.Data, EngineShop.Fitted), catalogue);

            AssertSame(whole.Rank(RequestOf(user)), grown.Rank(RequestOf(user)));
            foreach (var item in posts.Select(static book => book.ItemId).Append(ShopBooks[user].ItemId))
            {
                AssertSame(whole.Similar(item, 30), grown.Similar(item, 30));
                Assert.Equal(whole.Knows(item), grown.Knows(item));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void With_OneMoreBook_PlacesThatOneAlone()
    {
        var coldStart = EngineShop.Fitted.ColdStart!;
        var count = EngineShop.Data.Items.Count;
        var first = LikeBook(0) with { ItemId = "first" };
        var one = new NewItems([.. EngineShop.Data.Books, first], count, coldStart);

        var two = new NewItems([.. EngineShop.Data.Books, LikeBook(1) with { ItemId = "a" }, first], count, coldStart, one);

        Assert.NotEqual(0, one.NearestTo(count).Length);
        Assert.True(one.NearestTo(count) == two.NearestTo(count + 1), "a book that did not change must keep what was found for it");
    }

    [Fact]
    public void Similar_APostedBook_IsWhatItIsLike_AndSaysSo()
    {
        var like = LikeBook(3);
        var posted = like with { ItemId = "posted", Authors = ["Nobody Else"], Series = [], Volume = null, WorkId = null };
        var engine = Before.With([posted]);

        var list = engine.Similar("posted", 5);

        Assert.Contains(like.ItemId, list.Select(static item => item.ItemId));
        Assert.Equal(ContentSource.SourceName, list[0].Source);
        Assert.Equal((ReasonCodes.SimilarText, "posted"), (list[0].Reasons[0].Code, Assert.Single(list[0].Reasons[0].BecauseOf)));
        Assert.True(engine.Knows("posted"));
        Assert.False(Before.Knows("posted"));
    }

    [Fact]
    public void Similar_ABookThatAPostedOneIsLike_ShowsThePostedOne()
    {
        var like = LikeBook(3);
        var engine = Before.With([like with { ItemId = "posted", Authors = ["Nobody Else"], Series = [], Volume = null, WorkId = null }]);

        var place = Assert.Single(engine.Similar(like.ItemId, 10), static item => item.ItemId == "posted");

        Assert.Contains(place.Reasons, reason => reason.Code == ReasonCodes.SimilarText && reason.BecauseOf.Contains(like.ItemId));
    }

    [Fact]
    public void Rank_AReaderWithNothingButAPostedBook_GetsWhatIsLikeIt()
    {
        var like = LikeBook(3);
        var engine = Before.With([like with { ItemId = "posted", Authors = ["Nobody Else"], Series = [], Volume = null, WorkId = null }]);

        var list = engine.Rank(RankingShop.For("posted") with { Count = 10 });

        Assert.Contains(list, item => item.ItemId == like.ItemId && item.Reasons.Any(static reason => reason.BecauseOf.Contains("posted")));
    }

    [Fact]
    public void With_ABookTakenOutOfStock_ShowsItNoMore()
    {
        var request = RequestOf(5);
        var first = Before.Rank(request)[0];

        var list = Before.With([first.Book! with { Available = false }]).Rank(request);

        Assert.DoesNotContain(first.ItemId, list.Select(static item => item.ItemId));
        Assert.Equal(request.Count, list.Count);
    }

    /// <summary>A book of the shop that has readers.</summary>
    private static Book LikeBook(int user) => EngineShop.Data.Books[EngineShop.Data.Interactions.RowColumns(user)[0]]!;

    private static RankingRequest RequestOf(int user) => new()
    {
        History = [.. HistoryItem.Of(EngineShop.Data, user).Select(static item => new RankingHistoryItem(EngineShop.Data.Items[item.Item], item.Weight))],
        Count = 30,
    };

    private static void AssertSame(IReadOnlyList<RankedItem> expected, IReadOnlyList<RankedItem> actual)
    {
        Assert.Equal(expected.Select(Text), actual.Select(Text));

        static string Text(RankedItem item) =>
            $"{item.ItemId} {item.Score:R} {item.Source} {string.Join(';', item.Reasons.Select(static reason => $"{reason.Code} {string.Join(',', reason.BecauseOf)}"))}";
    }
}
