using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Tests.Fakes;

namespace BookRecs.Grains.Tests.Books;

public sealed class BookGrainTests(TrainedShop trained)
{
    [Fact]
    public async Task Get_KnowsCatalogueAndCounts()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var item = (await silo.Shop.ReadPopularItemsAsync(1, TestContext.Current.CancellationToken))[0];
        var book = (await silo.Book(item).GetAsync())!;
        Assert.Equal(trained.Interactions.Count(act => act.ItemId == item), book.Counts.Total);
        Assert.Equal(trained.Books.Single(known => known.ItemId == item).Title, book.Title);
        Assert.NotEmpty(book.BoughtTogether);
        Assert.DoesNotContain(item, book.BoughtTogether);
    }

    [Fact]
    public async Task Get_AfterActsOfManyUsers_EqualsTheRebuiltBook()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var items = trained.Books.Take(3).Select(book => book.ItemId).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(user => silo.User($"u{user}").RecordAsync(
            [.. items.Skip(user % 3).Select((item, place) => TestSilo.Buy($"t{user}-{place}", $"u{user}", item))])));
        foreach (var item in items)
        {
            var live = (await silo.Book(item).GetAsync())!;
            await silo.DeactivateAllAsync();
            var rebuilt = (await silo.Book(item).GetAsync())!;
            Assert.Equal(rebuilt.Counts, live.Counts);
            Assert.Equal(rebuilt.BoughtTogether, live.BoughtTogether);
        }
    }

    [Fact]
    public async Task Record_TooLateToTell_RebuildsFromTheLog()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var item = trained.Books[0].ItemId;
        var before = (await silo.Book(item).GetAsync())!.Counts;
        var reads = silo.Shop.ItemReads;
        var last = (await silo.Shop.GetSummaryAsync(TestContext.Current.CancellationToken)).Transactions;
        var acts = Enumerable.Range(2, 1_001).Select(place => Act(last + place)).Append(Act(last + 1));
        await silo.Book(item).RecordAsync([.. acts]);
        Assert.Equal(reads + 1, silo.Shop.ItemReads);
        Assert.Equal(before, (await silo.Book(item).GetAsync())!.Counts);

        BookAct Act(long sequence) => new(sequence, "u", TransactionKind.Purchase, silo.Time.GetUtcNow(), []);
    }

    [Fact]
    public async Task Get_UnknownToCatalogueAndLog_IsNull()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        Assert.Null(await silo.Book("nothing").GetAsync());
        Assert.Null(await silo.Book("nothing").GetSimilarAsync(10));
    }

    [Fact]
    public async Task GetSimilar_KnownBook_IsTheSameInstanceUntilTheModelChanges()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        var book = silo.Book(trained.Books[0].ItemId);
        var first = (await book.GetSimilarAsync(10))!;
        Assert.Equal((10, null), (first.Items.Length, first.FallbackReason));
        Assert.DoesNotContain(trained.Books[0].ItemId, first.Items.Select(item => item.ItemId));
        Assert.Equal(3, (await book.GetSimilarAsync(3))!.Items.Length);
        TestSilo.AssertSame(first, await book.GetSimilarAsync(10));
        await silo.ActivateAsync(trained.Second.Version);
        Assert.Equal(trained.Second.Version, (await book.GetSimilarAsync(10))!.ModelVersion);
    }

    [Fact]
    public async Task GetSimilar_BookThatOnlyTheLogKnows_IsMarkedAsFallback()
    {
        await using var silo = await TestSilo.StartAsync(trained);
        await silo.User("u").RecordAsync([TestSilo.Buy("t1", "u", "unheard-of")]);
        var list = (await silo.Book("unheard-of").GetSimilarAsync(10))!;
        Assert.Equal((10, FallbackReason.NoKnownItems), (list.Items.Length, list.FallbackReason));
    }
}
