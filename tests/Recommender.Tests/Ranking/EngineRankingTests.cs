using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Tests.Ranking.Engine;
using BookRecs.Recommender.Training;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking;

/// <summary>Lists of a model whose rankers order the candidates.</summary>
public sealed class EngineRankingTests
{
    private const int Users = 300;

    /// <summary>So many works of the shop's 400 are left for any of its readers.</summary>
    private const int MostLeft = 200;

    private static readonly RankingEngine Plain = new(TrainedModel.InMemory(EngineShop.Data, EngineShop.Fitted), []);

    private static readonly Book[] ShopBooks = [.. EngineShop.Data.Books.OfType<Book>()];

    private static readonly Gen<Book> NewBooks =
        from like in Gen.Elements(ShopBooks)
        from number in Gen.Choose(0, 30)
        from available in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        select like with { ItemId = $"new {number}", WorkId = null, Volume = null, Series = [], Available = available };

    private static readonly Gen<(Book[] NewBooks, int User, int[] Exclude, int Count)> Cases =
        from books in NewBooks.ListOf()
        from user in Gen.Choose(0, Users - 1)
        from exclude in Gen.Choose(0, EngineShop.Data.Items.Count - 1).ListOf()
        from count in Gen.Frequency((3, Gen.Choose(0, 50)), (1, Gen.Choose(0, 1_000)))
        select (books.DistinctBy(static book => book.ItemId).ToArray(), user, exclude.Take(50).ToArray(), count);

    [Fact]
    public void Rank_WithoutACatalogue_TakesTheOrderOfTheEngine()
    {
        for (var user = 0; user < 20; user++)
        {
            var scores = EngineShop.Scores(EngineShop.Fitted, HistoryItem.Of(EngineShop.Data, user));
            var expected = Enumerable.Range(0, scores.Length).OrderByDescending(item => scores[item]).Take(10)
                .Select(item => EngineShop.Data.Items[item]);

            Assert.Equal(expected, Plain.Rank(RequestOf(user)).Select(static item => item.ItemId));
        }
    }

    [Fact]
    public void Rank_ABegunSeries_GainsByTheEnginesWeightAndNotByThatOfTheBlend()
    {
        var model = TrainedModel.InMemory(EngineShop.Data, EngineShop.Fitted);
        var (usual, blendMost, engineMost) = (
            new RankingEngine(model, ShopBooks),
            new RankingEngine(model, ShopBooks, new RankingOptions { NextInSeriesWeight = 10 }),
            new RankingEngine(model, ShopBooks, new RankingOptions { EngineNextInSeriesWeight = 10 }));
        var begun = 0;
        for (var user = 0; user < 50; user++)
        {
            var request = RequestOf(user);
            Assert.Equal(usual.Rank(request).Select(static item => item.ItemId), blendMost.Rank(request).Select(static item => item.ItemId));
            bool[] goesOn = [.. engineMost.Rank(request).Select(static item => item.Reasons.Any(static reason => reason.Code == ReasonCodes.NextInSeries))];
            Assert.Equal(goesOn.OrderDescending(), goesOn);
            begun += goesOn[0] ? 1 : 0;
        }

        Assert.True(begun >= 10, $"only {begun} readers are in a series");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rank_ActsOnTheSameItems_CountByTheHeaviestOfEachAndAllocateNoMore(bool heaviestFirst)
    {
        var once = RequestOf(5);
        var light = once.History.Select(static act => act with { Weight = 1f });
        RankingHistoryItem[] acts = heaviestFirst ? [.. once.History, .. light, .. light] : [.. light, .. light, .. once.History];
        var repeated = once with { History = acts };

        Assert.Contains(once.History, static act => act.Weight > 1f);
        Assert.Equal(Plain.Rank(once).Select(ScoreOf), Plain.Rank(repeated).Select(ScoreOf));
        Assert.Equal(Allocated(once), Allocated(repeated));
    }

    [Fact]
    public void Rank_Items_NamesASourceThatScoredThem()
    {
        string[] personal = ["sparse_linear", "item_to_item", "content", "cold_start", "latent_factors"];
        var list = Plain.Rank(RequestOf(5));

        Assert.All(list, item => Assert.Contains(item.Source, personal));
        Assert.All(list, static item => Assert.NotEmpty(item.Reasons));
        Assert.Contains(list, static item => item.Reasons.Any(static reason => reason.BecauseOf.Length > 0));
    }

    [Fact]
    public void Rank_ABookThatCameAfterTheTraining_ShowsItToThoseWhoReadWhatIsLikeIt()
    {
        var judged = 0;
        int[] readers = [.. Enumerable.Range(0, Users).Where(static user => LengthOf(user) is >= 3 and <= 8).Take(10)];
        foreach (var user in readers)
        {
            var like = EngineShop.Data.Books[EngineShop.Data.Interactions.RowColumns(user)[0]]!;
            var posted = like with { ItemId = "posted", Title = $"{like.Title} returns", WorkId = null, Series = [], Volume = null };
            var engine = new RankingEngine(TrainedModel.InMemory(EngineShop.Data, EngineShop.Fitted), [.. ShopBooks, posted]);

            var list = engine.Rank(RequestOf(user) with { Count = 60 });

            if (list.FirstOrDefault(static item => item.ItemId == "posted") is not { Score: > 0.5f } place)
                continue;
            Assert.Contains(place.Reasons, static reason => reason.BecauseOf.Length > 0);
            judged++;
        }

        Assert.True(judged * 2 > readers.Length, $"most readers must be shown a new book like one of theirs, but {judged} of {readers.Length} were");
    }

    [Fact]
    public void Rank_AllocatesLittle_ForWhoeverHasTheLongestHistory()
    {
        var reader = Enumerable.Range(0, EngineShop.Data.Users.Count).MaxBy(LengthOf);

        // Reasons that the list does not show, made all the same, would take it beyond.
        Assert.InRange(Allocated(RequestOf(reader)), 1, 9_000);
    }

    [Fact]
    public void Rank_AnyReaderAndNewBooks_KeepsEveryPromise() =>
        Prop.ForAll(Cases.ToArbitrary(), static shop => KeepsEveryPromise(shop.NewBooks, shop.User, shop.Exclude, shop.Count))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static void KeepsEveryPromise(Book[] newBooks, int user, int[] exclude, int count)
    {
        Book[] books = [.. ShopBooks, .. newBooks];
        var engine = new RankingEngine(TrainedModel.InMemory(EngineShop.Data, EngineShop.Fitted), books);
        var request = RequestOf(user) with { Count = count, Exclude = [.. exclude.Select(item => EngineShop.Data.Items[item])] };

        var list = engine.Rank(request);

        var available = books.Where(static book => book.Available).Select(static book => book.ItemId).ToHashSet();
        var ids = list.Select(static item => item.ItemId).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Empty(ids.Intersect(request.History.Select(static act => act.ItemId)));
        Assert.Empty(ids.Intersect(request.Exclude));
        Assert.All(ids, id => Assert.Contains(id, available));
        Assert.Equal(list.Select(static item => item.Score).OrderDescending(), list.Select(static item => item.Score));
        Assert.All(list, static item => Assert.NotEmpty(item.Reasons));
        Assert.Equal(list, engine.Rank(request), static (left, right) => left.ItemId == right.ItemId && left.Score == right.Score);
        if (count <= MostLeft)
            Assert.Equal(count, list.Count);
    }

    private static (string ItemId, float Score) ScoreOf(RankedItem item) => (item.ItemId, item.Score);

    /// <summary>The bytes of one list. The runtime allocates tables of its own on whichever thread needs them, so the least of some lists counts.</summary>
    private static long Allocated(RankingRequest request) => Enumerable.Range(0, 20).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Plain.Rank(request);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    private static int LengthOf(int user) => EngineShop.Data.Interactions.RowColumns(user).Length;

    private static RankingRequest RequestOf(int user) => new()
    {
        History =
        [
            .. HistoryItem.Of(EngineShop.Data, user).Select(static item => new RankingHistoryItem(
                EngineShop.Data.Items[item.Item],
                item.Weight,
                OccurredAt: item.OccurredAt is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null)),
        ],
        Seen = new SeenSet([.. HistoryItem.Of(EngineShop.Data, user).Select(static item => EngineShop.Data.Items[item.Item])]),
        Count = 10,
    };
}
