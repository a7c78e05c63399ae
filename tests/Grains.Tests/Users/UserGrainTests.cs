using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using BookRecs.Grains.Tests.Fakes;

namespace BookRecs.Grains.Tests.Users;

public sealed class UserGrainTests(TrainedShop trained)
{
    [Fact]
    public async Task Record_Purchase_ChangesTheVeryNextList()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User(trained.Reader);
        var before = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        Assert.Null(before.FallbackReason);
        Assert.Equal(10, before.Items.Length);
        Assert.All(before.Items, item => Assert.True(item.Book.Title is not null && item.Reasons.Length > 0));
        var bought = before.Items[0].ItemId;
        var results = await user.RecordAsync([TestSilo.Buy("t1", trained.Reader, bought)]);
        Assert.Equal([new TransactionResult("t1", TransactionStatus.Accepted, true)], results);
        var after = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        Assert.Equal(10, after.Items.Length);
        Assert.DoesNotContain(bought, after.Items.Select(item => item.ItemId));
    }

    [Fact]
    public async Task GetRecommendations_NeverHoldsASeenBook()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var seen = trained.Interactions.Where(act => act.UserId == trained.Reader).Select(act => act.ItemId).ToHashSet();
        var list = await silo.User(trained.Reader).GetRecommendationsAsync(new RecommendationQuery(100, [], null));
        Assert.DoesNotContain(list.Items, item => seen.Contains(item.ItemId));
    }

    [Fact]
    public async Task GetRecommendations_NothingChanged_IsTheSameInstance()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User(trained.Reader);
        var first = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        var filtered = await user.GetRecommendationsAsync(new RecommendationQuery(3, [first.Items[0].ItemId], null));
        Assert.Equal(3, filtered.Items.Length);
        Assert.DoesNotContain(first.Items[0].ItemId, filtered.Items.Select(item => item.ItemId));
        TestSilo.AssertSame(first, await user.GetRecommendationsAsync(new RecommendationQuery(10, [], null)));
    }

    [Fact]
    public async Task GetRecommendations_AnotherModel_RanksAnew()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User(trained.Reader);
        Assert.Equal(trained.First.Version, (await user.GetRecommendationsAsync(RecommendationQuery.Default)).ModelVersion);
        await silo.ActivateAsync(trained.Second.Version);
        Assert.Equal(trained.Second.Version, (await user.GetRecommendationsAsync(RecommendationQuery.Default)).ModelVersion);
    }

    [Fact]
    public async Task Activation_RebuiltFromTheLog_AnswersAsBefore()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User(trained.Reader);
        var list = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        var (second, fifth) = (list.Items[1].ItemId, list.Items[4].ItemId);
        await user.RecordAsync([TestSilo.Buy("t1", trained.Reader, second), TestSilo.Buy("t2", trained.Reader, fifth)]);
        var live = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        await silo.DeactivateAllAsync();
        var rebuilt = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        Assert.NotSame(live, rebuilt);
        Assert.Equal(live.Items.Select(item => (item.ItemId, item.Score)), rebuilt.Items.Select(item => (item.ItemId, item.Score)));
    }

    [Fact]
    public async Task Record_SameTransactionAgain_IsDuplicateAndCountsOnce()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User("new-reader");
        var item = trained.Books[3].ItemId;
        var before = (await silo.Book(item).GetAsync())!.Counts.Purchases;
        await user.RecordAsync([TestSilo.Buy("t1", "new-reader", item)]);
        var list = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        var other = trained.Books[4].ItemId;
        var again = await user.RecordAsync([TestSilo.Buy("t1", "new-reader", item), TestSilo.Buy("t1", "new-reader", other)]);
        Assert.Equal([TransactionStatus.Duplicate, TransactionStatus.Conflict], again.Select(result => result.Status));
        Assert.Equal(1, (await user.GetHistoryAsync(null, 10))!.Total);
        Assert.Equal(before + 1, (await silo.Book(item).GetAsync())!.Counts.Purchases);
        TestSilo.AssertSame(list, await user.GetRecommendationsAsync(RecommendationQuery.Default));
    }

    [Fact]
    public async Task Record_LogUnavailable_ReachesTheCallerAndChangesNothing()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User(trained.Reader);
        var list = await user.GetRecommendationsAsync(RecommendationQuery.Default);
        silo.Shop.FailAppends = new LogUnavailableException("disk full");
        var act = TestSilo.Buy("t1", trained.Reader, list.Items[0].ItemId);
        await Assert.ThrowsAsync<LogUnavailableException>(() => user.RecordAsync([act]));
        silo.Shop.FailReads = silo.Shop.FailAppends;
        TestSilo.AssertSame(list, await user.GetRecommendationsAsync(RecommendationQuery.Default));
        silo.Shop.FailAppends = silo.Shop.FailReads = null;
        Assert.Equal(TransactionStatus.Accepted, (await user.RecordAsync([act]))[0].Status);
        Assert.DoesNotContain(
            list.Items[0].ItemId, (await user.GetRecommendationsAsync(RecommendationQuery.Default)).Items.Select(item => item.ItemId));
    }

    [Fact]
    public async Task Record_AppendFailsAfterItWasWritten_RetryCountsOnce()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User(trained.Reader);
        var item = (await user.GetRecommendationsAsync(RecommendationQuery.Default)).Items[0].ItemId;
        var before = (await silo.Book(item).GetAsync())!.Counts.Purchases;
        silo.Shop.FailAfterNextAppend = new LogUnavailableException("connection lost");
        var act = TestSilo.Buy("t1", trained.Reader, item);
        await Assert.ThrowsAsync<LogUnavailableException>(() => user.RecordAsync([act]));
        Assert.Equal(TransactionStatus.Duplicate, (await user.RecordAsync([act]))[0].Status);
        Assert.DoesNotContain(item, (await user.GetRecommendationsAsync(RecommendationQuery.Default)).Items.Select(place => place.ItemId));
        Assert.Equal(before + 1, (await silo.Book(item).GetAsync())!.Counts.Purchases);
    }

    [Fact]
    public async Task Record_BookCannotBeTold_RetryReachesIt()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var user = silo.User("new-reader");
        await user.GetRecommendationsAsync(RecommendationQuery.Default);
        silo.Shop.FailReads = new LogUnavailableException("read failed");
        var act = TestSilo.Buy("t1", "new-reader", "unheard-of");
        await Assert.ThrowsAnyAsync<Exception>(() => user.RecordAsync([act]));
        silo.Shop.FailReads = null;
        Assert.Equal(TransactionStatus.Duplicate, (await user.RecordAsync([act]))[0].Status);
        Assert.Equal(1, (await silo.Book("unheard-of").GetAsync())!.Counts.Purchases);
        Assert.Equal(1, (await user.GetHistoryAsync(null, 10))!.Total);
    }

    [Fact]
    public async Task Record_ActOfAnotherUser_IsRefused()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        await Assert.ThrowsAsync<ArgumentException>(() => silo.User("a").RecordAsync([TestSilo.Buy("t1", "b", "item")]));
        Assert.Equal(0, (await silo.User("a").GetHistoryAsync(null, 10))!.Total);
    }

    [Fact]
    public async Task GetRecommendations_UnknownUser_IsThePopularListWithTheReason()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var list = await silo.User("nobody").GetRecommendationsAsync(RecommendationQuery.Default);
        Assert.Equal((10, FallbackReason.UnknownUser), (list.Items.Length, list.FallbackReason));
    }

    [Fact]
    public async Task GetRecommendations_OnlyUnknownItems_SaysSo()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var result = await silo.User("u").RecordAsync([TestSilo.Buy("t1", "u", "unheard-of")]);
        Assert.False(result[0].InCatalogue);
        var list = await silo.User("u").GetRecommendationsAsync(RecommendationQuery.Default);
        Assert.Equal((10, FallbackReason.NoKnownItems), (list.Items.Length, list.FallbackReason));
    }

    [Fact]
    public async Task GetRecommendations_WithoutModel_IsPopularUnseenAndFiltered()
    {
        await using var silo = await TestSilo.StartAsync(trained.ToShop, new FakeModelStore());
        var popular = (await silo.Shop.ReadPopularItemsAsync(1, TestContext.Current.CancellationToken))[0];
        await silo.User("u").RecordAsync([TestSilo.Buy("t1", "u", popular)]);
        var list = await silo.User("u").GetRecommendationsAsync(RecommendationQuery.Default);
        Assert.Equal((10, FallbackReason.NoModel, null), (list.Items.Length, list.FallbackReason, list.ModelVersion));
        Assert.DoesNotContain(popular, list.Items.Select(item => item.ItemId));
        var other = await silo.User("u").GetRecommendationsAsync(new RecommendationQuery(100, [list.Items[0].ItemId], "xx"));
        Assert.Empty(other.Items);
        var anyone = silo.Grains.GetGrain<IFallbackGrain>("any");
        var fallback = await anyone.GetPopularAsync(RecommendationQuery.Default, FallbackReason.Deadline);
        Assert.Equal((popular, FallbackReason.Deadline), (fallback.Items[0].ItemId, fallback.FallbackReason));
    }

    [Fact]
    public async Task GetRecommendations_OnlyACatalogue_ShowsItsBooks()
    {
        await using var silo = await TestSilo.StartAsync(
            time =>
            {
                var shop = new MemoryShop(time);
                shop.Add(trained.Books[0], trained.Books[1], trained.Books[2] with { Available = false });
                return shop;
            },
            new FakeModelStore());
        var list = await silo.User("u").GetRecommendationsAsync(RecommendationQuery.Default);
        Assert.Equal([trained.Books[0].ItemId, trained.Books[1].ItemId], list.Items.Select(item => item.ItemId));
    }
}
