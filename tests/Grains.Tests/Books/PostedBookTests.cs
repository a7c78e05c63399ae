using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Recommender.Data;

namespace BookRecs.Grains.Tests.Books;

/// <summary>A book that is posted while readers ask.</summary>
public sealed class PostedBookTests(TrainedShop trained)
{
    [Fact]
    public async Task Put_ABookLikeThoseOfAReader_IsInTheReadersNextList()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User(trained.Reader);
        var before = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        TestSilo.AssertSame(before, await user.GetRecommendationsAsync(RecommendationQuery.Default));
        var liked = LikedBook();

        var written = await silo.PutAsync("posted", RecordOf(liked));

        Assert.Equal((true, "posted", liked.Title), (written.IsNew, written.Book.ItemId, written.Book.Title));
        var list = await user.GetRecommendationsAsync(new RecommendationQuery(50, [], null));
        var place = Assert.Single(list.Items, static item => item.ItemId == "posted");
        Assert.Equal(liked.Title, place.Book.Title);
        Assert.Contains(place.Reasons, static reason => reason.BecauseOf.Length > 0);
    }

    [Fact]
    public async Task Put_AnyBook_OutdatesTheListsThatReadersHold()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User(trained.Reader);
        var before = await user.GetRecommendationsAsync(RecommendationQuery.Default);

        await silo.PutAsync("posted", RecordOf(LikedBook()) with { Title = "Nothing alike", Authors = [], Series = [], Genres = [], Description = null });

        var after = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        Assert.NotSame(before, after);
        TestSilo.AssertSame(after, await user.GetRecommendationsAsync(RecommendationQuery.Default));
    }

    [Fact]
    public async Task SetAvailable_False_TakesTheBookOutOfTheNextListOfReadersAndBooks_AndTrueBringsItBack()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User(trained.Reader);
        var before = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        var gone = before.Items[0].ItemId;
        var neighbour = silo.Book((await silo.Book(gone).GetSimilarAsync(10))!.Items[0].ItemId);
        var isNeighbour = (await neighbour.GetSimilarAsync(10))!.Items.Any(item => item.ItemId == gone);

        Assert.False((await silo.SetAvailableAsync(gone, false))!.Book.Available);

        Assert.DoesNotContain(gone, (await user.GetRecommendationsAsync(RecommendationQuery.Default)).Items.Select(static item => item.ItemId));
        Assert.DoesNotContain(gone, (await neighbour.GetSimilarAsync(10))!.Items.Select(static item => item.ItemId));
        Assert.False((await silo.Book(gone).GetAsync())!.Available);

        await silo.SetAvailableAsync(gone, true);

        Assert.Equal(gone, (await user.GetRecommendationsAsync(RecommendationQuery.Default)).Items[0].ItemId);
        Assert.Equal(isNeighbour, (await neighbour.GetSimilarAsync(10))!.Items.Any(item => item.ItemId == gone));
    }

    [Fact]
    public async Task SetAvailable_ABookThatTheCatalogueDoesNotHold_IsNull()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        await silo.User("u").RecordAsync([TestSilo.Buy("t1", "u", "unheard-of")]);
        Assert.Null(await silo.SetAvailableAsync("unheard-of", false));
        Assert.Null(await silo.SetAvailableAsync("nothing", false));
    }

    [Fact]
    public async Task GetSimilar_APostedBook_IsWhatItIsLike_AndNoFallback()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        Assert.Null(await silo.Book("posted").GetSimilarAsync(10));
        var liked = LikedBook();
        await silo.PutAsync("posted", RecordOf(liked) with { Authors = ["Nobody Else"], Series = [] });

        var list = (await silo.Book("posted").GetSimilarAsync(10))!;

        Assert.Equal((10, null), (list.Items.Length, list.FallbackReason));
        Assert.Contains(liked.ItemId, list.Items.Select(static item => item.ItemId));
    }

    [Fact]
    public async Task Put_TheSameBookTwice_IsNewOnce_AndSurvivesTheEndOfTheGrain()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var first = await silo.PutAsync("posted", RecordOf(LikedBook()) with { Title = "The Lamp (Lamps, #3)", Series = [] });
        var second = await silo.PutAsync("posted", RecordOf(LikedBook()) with { Title = "The Lamp (Lamps, #3)", Series = [] });
        Assert.Equal((true, false), (first.IsNew, second.IsNew));
        await silo.DeactivateAllAsync();

        var book = (await silo.Book("posted").GetAsync())!;

        Assert.Equal(("The Lamp (Lamps, #3)", "Lamps", 3f), (book.Title, Assert.Single(book.Series), book.Volume));
    }

    [Fact]
    public async Task Put_WithoutAModel_IsInThePopularListAtOnce_AndGoneAtOnce()
    {
        await using var silo = await TestSilo.StartAsync(trained.ToShop, new FakeModelStore());
        await silo.PutAsync("posted", RecordOf(LikedBook()) with { Language = "only-this" });
        var query = new RecommendationQuery(10, [], "only-this");
        Assert.Equal("posted", Assert.Single((await silo.User("new").GetRecommendationsAsync(query)).Items).ItemId);

        await silo.SetAvailableAsync("posted", false);

        Assert.Empty((await silo.User("new").GetRecommendationsAsync(query)).Items);
    }

    [Fact]
    public async Task WithoutAModelAndAnyBook_ThePopularListShowsItemsByTheirIds()
    {
        await using var silo = await TestSilo.StartAsync(static time => new MemoryShop(time), new FakeModelStore());
        await silo.User("u").RecordAsync([TestSilo.Buy("t1", "u", "item")]);

        var shown = Assert.Single((await silo.User("new").GetRecommendationsAsync(RecommendationQuery.Default)).Items);

        Assert.Equal(("item", (string?)null), (shown.ItemId, shown.Book.Title));
    }

    [Fact]
    public async Task ActivateAndRollBack_KeepPostedBooks()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        await silo.PutAsync("posted", RecordOf(LikedBook()) with { Language = "only-this" });
        foreach (var version in new[] { trained.Second.Version, trained.First.Version })
        {
            await silo.ActivateAsync(version);
            var list = await silo.User(trained.Reader).GetRecommendationsAsync(new RecommendationQuery(10, [], "only-this"));
            Assert.Equal((version, "posted"), (list.ModelVersion, Assert.Single(list.Items).ItemId));
        }
    }

    private Book LikedBook()
    {
        var liked = trained.Interactions.Where(act => act.UserId == trained.Reader).MaxBy(static act => act.OccurredAt)!.ItemId;
        return trained.Books.Single(book => book.ItemId == liked);
    }

    private static BookRecord RecordOf(Book book) => new(
        book.Title, book.Authors, book.Series, book.Genres, book.Description, book.Language, book.Year, book.Publisher, null, 9.5m, true);
}
