using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Tests.Training;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Ranking;

public sealed class RankingEngineTests
{
    [Fact]
    public void Load_AFolder_RanksAsTheModelOfItDoes()
    {
        using var models = new TemporaryFolder();
        var folder = Train(models.Path);
        var books = Shops.BuildTwoTastes().Books.OfType<Book>().ToArray();
        using var model = TrainedModel.Load(folder);
        var engine = RankingEngine.Load(folder, books);

        using (engine.Model)
        {
            Assert.Equal(model.Manifest.Version, engine.Manifest.Version);
            Assert.Equal(ListOf(new RankingEngine(model, books)), ListOf(engine));
        }

        Assert.Throws<ObjectDisposedException>(() => engine.Popular(10));

        static IEnumerable<(string, float)> ListOf(RankingEngine engine) => engine.Popular(10).Select(static item => (item.ItemId, item.Score));
    }

    [Fact]
    public void Load_ACatalogueThatCannotBeRead_TellsItsOwnReason()
    {
        using var models = new TemporaryFolder();
        var folder = Train(models.Path);

        var error = Assert.Throws<TimeoutException>(() => RankingEngine.Load(folder, Unreadable()));

        Assert.Equal("the catalogue does not answer", error.Message);

        static IEnumerable<Book> Unreadable()
        {
            yield return new Book { ItemId = "1" };
            throw new TimeoutException("the catalogue does not answer");
        }
    }

    [Fact]
    public void Rank_HistoryOfOneTaste_PutsItsNeighboursFirst()
    {
        var engine = Ten().Together(6, "b0", "b1", "b2").Together(8, "b7", "b8", "b9").Engine();

        var list = engine.Rank(RankingShop.For("b0"));

        Assert.Equal(["b1", "b2"], list.Take(2).Select(item => item.ItemId).Order());
        Assert.All(list.Take(2), item => Assert.Equal("item_to_item", item.Source));
    }

    [Fact]
    public void Rank_AnActBeforeHundredsOfOthers_StillArguesForItsNeighbours()
    {
        var engine = Ten().Together(6, "b0", "b1").Together(8, "b7", "b8", "b9").Engine();
        string[] history = [.. Enumerable.Range(0, 900).Select(number => $"of another shop {number}"), "b0"];

        Assert.Equal(("b1", "item_to_item"), engine.Rank(RankingShop.For(history)).Select(item => (item.ItemId, item.Source)).First());
    }

    [Fact]
    public void Rank_WithoutRankers_ABookThatNobodyHasYetGetsTheContentWeightOfItsOwn()
    {
        var engine = Ten()
            .Book("mine", title: "Diving the deep sea").Book("read", title: "Diving the deep lake").Book("unread", title: "Diving the deep pond")
            .Together(6, "read", "b1").Together(6, "mine", "b2").Engine();

        var list = engine.Rank(RankingShop.For("mine")).Select(item => item.ItemId).ToArray();

        Assert.Equal(["b2", "unread", "read"], list.Where(item => item is "b2" or "unread" or "read"));
    }

    [Fact]
    public void Rank_SeenLongAgo_IsNotShown()
    {
        var engine = Ten().Together(6, "b0", "b1", "b2", "b3").Engine();

        var list = engine.Rank(RankingShop.For("b0") with { Seen = new SeenSet(["b1", "b2"]) });

        Assert.DoesNotContain(list, item => item.ItemId is "b0" or "b1" or "b2");
        Assert.Equal("b3", list[0].ItemId);
    }

    [Fact]
    public void Rank_UnavailableTitlelessOrUncataloguedItem_IsNotShown()
    {
        var engine = Ten()
            .Book("gone", available: false).Book("untitled", title: "")
            .Together(6, "b0", "gone", "untitled", "uncatalogued", "b1").Engine();

        Assert.Equal(10, engine.Popular(100).Count);
        Assert.DoesNotContain(engine.Rank(RankingShop.For("b0") with { Count = 100 }), item => item.ItemId.Length > 2);
    }

    [Fact]
    public void Rank_NoCatalogueAtAll_ShowsTheItemsOfTheModelById()
    {
        var engine = new RankingShop().Together(3, "a", "b").Together(9, "c").Engine(catalogue: []);

        var item = engine.Rank(RankingShop.For("a"))[0];

        Assert.Equal(("b", null), (item.ItemId, item.Book));
        Assert.Equal("Readers of book a also bought this", item.Reasons[0].Text);
    }

    [Fact]
    public void Rank_TwoEditionsOfAWork_ShowsOne()
    {
        var engine = Ten().Book("hard", work: "w").Book("soft", work: "w").Together(6, "b0", "hard", "soft").Engine();

        Assert.Single(engine.Rank(RankingShop.For("b0") with { Count = 100 }), item => item.ItemId is "hard" or "soft");
    }

    [Fact]
    public void Rank_BooksOfOneTitleAndAuthor_AreEditionsWhereNoWorkIsNamed()
    {
        var engine = Ten()
            .Book("e1", "Ann", title: "Airframe").Book("e2", "Ann", title: "airframe").Book("other", "Bob", title: "Airframe")
            .Together(6, "b0", "e1", "e2", "other").Engine();

        var list = engine.Rank(RankingShop.For("b0") with { Count = 100 }).Select(item => item.ItemId).ToArray();

        Assert.Single(list, id => id is "e1" or "e2");
        Assert.Contains("other", list);
    }

    [Fact]
    public void Rank_AnotherEditionOfASeenOrExcludedWork_IsNotShown()
    {
        var engine = Ten().Book("hard", work: "w").Book("soft", work: "w").Together(6, "b0", "hard", "soft").Engine();
        var request = RankingShop.For("b0") with { Count = 100 };

        RankingRequest[] requests =
            [request with { Seen = new SeenSet(["hard"]) }, request with { Exclude = ["hard"] }, RankingShop.For("hard")];
        foreach (var asked in requests)
            Assert.DoesNotContain(engine.Rank(asked), item => item.ItemId is "hard" or "soft");
    }

    [Fact]
    public void Rank_OnlyOtherEditionsLeft_AreBetterThanAnEmptyShelf()
    {
        var engine = new RankingShop().Book("hard", work: "w").Book("soft", work: "w").Together(3, "hard", "soft").Engine();

        Assert.Equal("soft", Assert.Single(engine.Rank(RankingShop.For("hard"))).ItemId);
    }

    [Fact]
    public void Rank_ManyBooksOfAnAuthor_ShowsAtMostThreeWhileOthersAreLeft()
    {
        var shop = Ten();
        foreach (var number in Enumerable.Range(0, 6))
            shop.Book($"king{number}", author: "Stephen King");
        var engine = shop.Together(9, "b0", "king0", "king1", "king2", "king3", "king4", "king5").Engine();

        var ten = engine.Rank(RankingShop.For("b0"));
        var all = engine.Rank(RankingShop.For("b0") with { Count = 100 });

        Assert.Equal(3, ten.Count(item => item.ItemId.StartsWith("king", StringComparison.Ordinal)));
        Assert.Equal(10, ten.Count);
        Assert.Equal(15, all.Count);
        Assert.All(all.TakeLast(3), item => Assert.StartsWith("king", item.ItemId, StringComparison.Ordinal));
    }

    [Fact]
    public void Rank_ABegunSeries_ShowsTheNextUnreadVolumeWithItsReason()
    {
        var shop = Ten();
        foreach (var volume in Enumerable.Range(1, 5))
            shop.Book($"e{volume}", "James Corey", "The Expanse", volume, title: $"Volume {volume} (The Expanse, #{volume})");
        var engine = shop.Together(6, "b0", "e2", "e5").Together(3, "e1", "e3", "e4").Engine();

        var list = engine.Rank(RankingShop.For("e2", "b0"));

        var expanse = list.Where(item => item.ItemId[0] == 'e').Select(item => item.ItemId);
        Assert.Equal(["e3", "e4"], expanse);
        var reason = list.First(item => item.ItemId == "e3").Reasons[0];
        Assert.Equal(("next_in_series", "Next in The Expanse after Volume 2"), (reason.Code, reason.Text));
        Assert.Equal(["e2"], reason.BecauseOf);
        Assert.DoesNotContain(list.First(item => item.ItemId == "e4").Reasons, other => other.Code == ReasonCodes.NextInSeries);
    }

    [Fact]
    public void Rank_AnUnreadSeries_BeginsWithItsFirstVolume()
    {
        var shop = Ten();
        foreach (var volume in Enumerable.Range(1, 3))
            shop.Book($"s{volume}", "An author", "A series", volume);
        var engine = shop.Together(9, "b0", "s3").Together(1, "s1", "s2").Engine();

        Assert.Equal("s1", engine.Rank(RankingShop.For("b0"))[0].ItemId);
    }

    [Fact]
    public void Rank_TheNextVolumeUnavailable_ClaimsNoOtherAsNext()
    {
        var engine = Ten()
            .Book("s1", series: "S", volume: 1).Book("s2", series: "S", volume: 2, available: false).Book("s3", series: "S", volume: 3)
            .Together(5, "s1", "s3").Engine();

        var codes = engine.Rank(RankingShop.For("s1")).SelectMany(item => item.Reasons).Select(reason => reason.Code);

        Assert.DoesNotContain(ReasonCodes.NextInSeries, codes);
    }

    [Fact]
    public void Rank_AnImprintWithHighNumbers_IsNoSeriesToReadInOrder()
    {
        var engine = Ten()
            .Book("i1", series: "Desire", volume: 1).Book("i624", series: "Desire", volume: 624)
            .Together(5, "b0", "i624").Together(9, "b1").Engine();

        Assert.Equal("i624", engine.Rank(RankingShop.For("b0"))[0].ItemId);
    }

    [Fact]
    public void Rank_ALanguage_ShowsOnlyItsBooks()
    {
        var engine = Ten()
            .Book("fr1", language: "fr").Book("fr2", language: "FR").Book("en", language: "eng").Together(4, "b0", "en").Engine();

        Assert.Equal(["fr1", "fr2"], engine.Rank(RankingShop.For("b0") with { Language = "fr" }).Select(item => item.ItemId).Order());
        Assert.Empty(engine.Rank(RankingShop.For("b0") with { Language = "xx" }));
    }

    [Fact]
    public void Rank_NoHistory_IsThePopularList()
    {
        var engine = Ten().Together(2, "b5").Together(7, "b3").Together(1, "b1").Engine();

        var list = engine.Rank(new RankingRequest());

        Assert.Equal(["b3", "b5", "b1"], list.Take(3).Select(item => item.ItemId));
        Assert.Equal(
            ["Popular: 7 readers have it", "Popular: 2 readers have it", "Another reader has it"],
            list.Take(3).Select(item => item.Reasons[0].Text));
        Assert.All(list.Skip(3), item => Assert.Equal((ReasonCodes.New, "new"), (item.Reasons[0].Code, item.Source)));
        Assert.Equal(list.Select(item => item.ItemId), engine.Popular(10).Select(item => item.ItemId));
    }

    [Fact]
    public void Rank_ABookNewerThanTheModel_IsReachedByItsAuthorAndSeries()
    {
        var engine = Ten().Book("s1", "Ann", "S", 1).NewBook("s2", "Ann", "S", 2).NewBook("other", "Ann").Together(4, "s1", "b1").Engine();

        var list = engine.Rank(RankingShop.For("s1"));

        Assert.Equal(ReasonCodes.NextInSeries, list.Single(item => item.ItemId == "s2").Reasons[0].Code);
        Assert.Equal("More by Ann", list.Single(item => item.ItemId == "other").Reasons[0].Text);
        Assert.False(engine.Knows("s2"));
        Assert.Equal("s2", engine.FindBook("s2")!.Title);
    }

    [Fact]
    public void Rank_ItemsThatTheModelNeverSaw_StillCountAsSeen()
    {
        var engine = Ten().NewBook("fresh").Together(3, "b1", "b2").Engine();

        Assert.DoesNotContain(engine.Rank(RankingShop.For("fresh", "never heard of") with { Count = 100 }), item => item.ItemId == "fresh");
    }

    [Fact]
    public void Rank_Diversity_MovesTheSecondBookOfAnAuthorDown()
    {
        var shop = Ten()
            .Book("a1", author: "Ann").Book("a2", author: "Ann")
            .Together(9, "b0", "a1").Together(8, "b0", "a2").Together(7, "b0", "b1");

        var plain = shop.Engine().Rank(RankingShop.For("b0")).Take(2).Select(item => item.ItemId);
        var varied = shop.Engine(new RankingOptions { Diversity = 0.5f }).Rank(RankingShop.For("b0"));

        Assert.Equal(["a1", "a2"], plain.Order());
        Assert.Equal("b1", varied[1].ItemId);
        Assert.Equal(varied.Select(item => item.Score).OrderDescending(), varied.Select(item => item.Score));
    }

    [Fact]
    public void Similar_AnItemOfTheModel_GivesItsNeighboursWithTrueReasons()
    {
        var engine = Ten().Together(6, "b0", "b1", "b2").Together(9, "b7", "b8").Engine();

        var list = engine.Similar("b0", 2);

        Assert.Equal(["b1", "b2"], list.Select(item => item.ItemId).Order());
        Assert.All(list, item => Assert.Equal(["b0"], item.Reasons[0].BecauseOf));
        Assert.All(list, item => Assert.Equal("Readers of b0 also bought this", item.Reasons[0].Text));
    }

    [Fact]
    public void Similar_ABookNewerThanTheModel_GivesAuthorThenGenreThenPopular()
    {
        var engine = Ten()
            .Book("ann", author: "Ann", genre: "Poetry").Book("poem", genre: "Poetry").NewBook("fresh", author: "Ann", genre: "Poetry")
            .Together(6, "b1").Together(2, "ann", "poem").Engine();

        var list = engine.Similar("fresh", 3);

        Assert.Equal(["ann", "poem", "b1"], list.Select(item => item.ItemId));
        Assert.Equal(["same_author", "same_genre", "popular"], list.Select(item => item.Reasons[0].Code));
        Assert.Equal(["same_author", "genre", "popular"], list.Select(item => item.Source));
    }

    [Fact]
    public void Similar_AnUnknownItem_GivesThePopularList()
    {
        var engine = Ten().Together(6, "b1").Engine();

        Assert.Equal("b1", engine.Similar("unheard of", 10)[0].ItemId);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void Rank_CountOutOfBounds_IsRefused(int count)
    {
        var engine = Ten().Together(2, "b0").Engine();

        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Rank(new RankingRequest { Count = count }));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Similar("b0", count));
    }

    [Fact]
    public void Rank_CountZero_IsEmpty() => Assert.Empty(Ten().Together(2, "b0").Engine().Rank(new RankingRequest { Count = 0 }));

    [Fact]
    public void Rank_ManyThreads_GiveTheAnswerOfOne()
    {
        var shop = Ten();
        foreach (var start in Enumerable.Range(0, 8))
            shop.Together(3 + start, $"b{start}", $"b{(start * 3) % 10}", $"b{(start * 7) % 10}");
        var engine = shop.Engine();
        var requests = Enumerable.Range(0, 10).Select(item => RankingShop.For($"b{item}", $"b{(item + 1) % 10}")).ToArray();
        var alone = requests.Select(Describe).ToArray();

        Parallel.For(0, 400, index => Assert.Equal(alone[index % 10], Describe(requests[index % 10])));

        string Describe(RankingRequest request) => string.Join(';', engine.Rank(request).Select(item =>
            $"{item.ItemId} {item.Score:R} {item.Source} {string.Join('|', item.Reasons.Select(reason => reason.Text))}"));
    }

    [Fact]
    public void Rank_BooksInAnotherOrder_GivesTheSameList()
    {
        var shop = Ten().NewBook("z").NewBook("y").Together(4, "b0", "b1", "b2");
        var books = Enumerable.Range(0, 10).Select(item => $"b{item}").Append("y")
            .Select(id => new Book { ItemId = id, Title = "T" }).ToArray();

        var straight = shop.Engine(catalogue: books).Rank(RankingShop.For("b0") with { Count = 100 });
        var reversed = shop.Engine(catalogue: books.Reverse()).Rank(RankingShop.For("b0") with { Count = 100 });

        Assert.Equal(straight.Select(item => item.ItemId), reversed.Select(item => item.ItemId));
    }

    [Theory]
    [InlineData(5, "Ranking.CandidatesPerSource is 5, but must be 10 to 10,000")]
    public void Options_OutOfBounds_NameSettingValueAndRule(int candidates, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => new RankingOptions { CandidatesPerSource = candidates }.Validate());

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static RankingShop Ten()
    {
        var shop = new RankingShop();
        foreach (var item in Enumerable.Range(0, 10))
            shop.Book($"b{item}");
        return shop;
    }

    private static string Train(string models)
    {
        var manifest = TrainingPipeline.Train(
            Shops.BuildTwoTastes(), new TrainingOptions(), models, TimeProvider.System, null, false, TestContext.Current.CancellationToken);
        return ModelFolder.PathOf(models, manifest.Version);
    }
}
