using System.Globalization;
using BookRecs.Grains.Books;
using BookRecs.Recommender.Data;
using static BookRecs.Storage.Tests.Suite.Acts;

namespace BookRecs.Storage.Tests.Suite;

/// <summary>Books that are posted one by one, and how others notice.</summary>
public abstract class CatalogueSuite : ShopSuite
{
    private static readonly Book Whole = new()
    {
        ItemId = "i/1 ü\u0001",
        Title = "The Second Lamp (The Lighthouse Keepers, #2)",
        Authors = ["Ada Moor", "Бела Ковач"],
        Series = ["The Lighthouse Keepers"],
        Volume = 2,
        Genres = ["mystery", "sea; and shore"],
        Description = "Two\nlines, \"quoted\".",
        Language = "en",
        Year = 2004,
        Publisher = "North Pier",
        WorkId = "w-1",
        Price = 12.5000m,
        Available = false,
    };

    [Fact]
    public async Task Put_ABookThatSurvivesAReopening_IsTheSameInEveryField()
    {
        var write = await Shop.Catalogue.PutAsync(Whole, Cancel);
        await Shop.ReopenAsync();

        Assert.True(write.IsNew);
        AssertSame(Whole, await Shop.Catalogue.FindAsync(Whole.ItemId, Cancel));
        AssertSame(Whole, Assert.Single(Shop.Catalogue.ReadAll(Cancel)));
        Assert.Equal(write.Revision, await Shop.Catalogue.GetRevisionAsync(Cancel));
        Assert.Equal(1, (await Shop.Log.GetSummaryAsync(Cancel)).Items);
    }

    [Fact]
    public async Task Put_TheSameBookAgain_ChangesNothing()
    {
        var first = await Shop.Catalogue.PutAsync(Whole, Cancel);
        await Shop.Catalogue.PutAsync(Title("other", "Other"), Cancel);
        var revision = await Shop.Catalogue.GetRevisionAsync(Cancel);

        var again = await Shop.Catalogue.PutAsync(Whole, Cancel);

        Assert.Equal(new BookWrite(first.Revision, false), again);
        Assert.Equal(revision, await Shop.Catalogue.GetRevisionAsync(Cancel));
    }

    [Fact]
    public async Task Put_AnotherBookUnderTheSameId_ReplacesItWhole()
    {
        var first = await Shop.Catalogue.PutAsync(Whole, Cancel);
        var second = await Shop.Catalogue.PutAsync(Title(Whole.ItemId, "Bare"), Cancel);

        Assert.False(second.IsNew);
        Assert.True(second.Revision > first.Revision);
        AssertSame(Title(Whole.ItemId, "Bare"), Assert.Single(Shop.Catalogue.ReadAll(Cancel)));
    }

    [Fact]
    public async Task Put_AnItemThatOnlyTheLogKnows_IsNewToTheCatalogue()
    {
        await Shop.Log.AppendAsync([Act("t1", item: "bought")], Cancel);

        var write = await Shop.Catalogue.PutAsync(Title("bought", "Bought"), Cancel);

        Assert.True(write.IsNew);
        Assert.Equal(1, (await Shop.Log.GetSummaryAsync(Cancel)).Items);
        Assert.True((await Shop.Log.AppendAsync([Act("t2", item: "bought")], Cancel))[0].InCatalogue);
    }

    [Fact]
    public async Task SetAvailable_ChangesNothingElse_AndOnceMoreNothingAtAll()
    {
        var put = await Shop.Catalogue.PutAsync(Whole, Cancel);

        var set = await Shop.Catalogue.SetAvailableAsync(Whole.ItemId, true, Cancel);
        var again = await Shop.Catalogue.SetAvailableAsync(Whole.ItemId, true, Cancel);

        Assert.True(set > put.Revision);
        Assert.Equal(set, again);
        Assert.Equal(set, await Shop.Catalogue.GetRevisionAsync(Cancel));
        AssertSame(Whole with { Available = true }, await Shop.Catalogue.FindAsync(Whole.ItemId, Cancel));
    }

    [Fact]
    public async Task SetAvailable_AnItemThatTheCatalogueDoesNotHold_IsNull()
    {
        await Shop.Log.AppendAsync([Act("t1", item: "bought")], Cancel);

        Assert.Null(await Shop.Catalogue.SetAvailableAsync("bought", false, Cancel));
        Assert.Null(await Shop.Catalogue.SetAvailableAsync("nothing", false, Cancel));
        Assert.Equal(0, await Shop.Catalogue.GetRevisionAsync(Cancel));
        Assert.Empty(Shop.Catalogue.ReadAll(Cancel));
    }

    [Fact]
    public async Task ReadChanges_GivesEachBookOnceByItsLastChange()
    {
        await Shop.Catalogue.PutAsync(Title("a", "A"), Cancel);
        var seen = (await Shop.Catalogue.PutAsync(Title("b", "B"), Cancel)).Revision;
        await Shop.Catalogue.PutAsync(Title("c", "C"), Cancel);
        await Shop.Catalogue.SetAvailableAsync("a", false, Cancel);
        await Shop.Catalogue.PutAsync(Title("c", "C2"), Cancel);
        await Shop.Catalogue.PutAsync(Title("b", "B"), Cancel);

        Assert.Equal(["a: A False", "c: C2 True"], Changes(seen));
        Assert.Equal(["b: B True", "a: A False", "c: C2 True"], Changes(0));
        Assert.Empty(Shop.Catalogue.ReadChanges(await Shop.Catalogue.GetRevisionAsync(Cancel), Cancel));
    }

    [Fact]
    public async Task ImportBooks_IsNoticedAsAChange_UnlessItChangesNothing()
    {
        await Shop.Catalogue.PutAsync(Title("a", "A"), Cancel);
        var seen = await Shop.Catalogue.GetRevisionAsync(Cancel);

        await Shop.Importer.ImportBooksAsync([Title("a", "A"), Title("b", "B"), Title("c", "C")], Cancel);
        Assert.Equal(["b: B True", "c: C True"], Changes(seen));

        seen = await Shop.Catalogue.GetRevisionAsync(Cancel);
        await Shop.Importer.ImportBooksAsync([Title("a", "A"), Title("b", "B"), Title("c", "C")], Cancel);
        Assert.Equal(seen, await Shop.Catalogue.GetRevisionAsync(Cancel));
    }

    [Fact]
    public async Task Put_ManyAtOnceOfOneItem_LeavesOneRowAndTheLastOneWins()
    {
        var writes = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(
            async () => (Number: number, Write: await Shop.Catalogue.PutAsync(Numbered(number), Cancel)))));

        var last = writes.MaxBy(write => write.Write.Revision);
        AssertSame(Numbered(last.Number), Assert.Single(Shop.Catalogue.ReadAll(Cancel)));
        Assert.Equal(1, writes.Count(write => write.Write.IsNew));
        Assert.Equal(writes.Length, writes.Select(write => write.Write.Revision).Distinct().Count());
        Assert.Equal(1, (await Shop.Log.GetSummaryAsync(Cancel)).Items);

        static Book Numbered(int number) => Title("one", number.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task ReadChanges_WhileOthersWrite_MissesNothingUpToTheRevisionRead()
    {
        using var done = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < 25; number++)
                await Shop.Catalogue.PutAsync(Title($"w{writer}-{number}", "T"), Cancel);
        }))).ContinueWith(_ => done.Cancel(), TaskScheduler.Default);

        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var (seen, isLast) = (0L, false); !isLast;)
        {
            isLast = done.IsCancellationRequested;
            var revision = await Shop.Catalogue.GetRevisionAsync(Cancel);
            found.UnionWith(Shop.Catalogue.ReadChanges(seen, Cancel).Select(static book => book.ItemId));
            seen = revision;
        }

        await writing;
        Assert.Equal(100, found.Count);
    }

    [Fact]
    public async Task Put_WithoutAnId_IsRefused() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Shop.Catalogue.PutAsync(Title("", "T"), Cancel));

    private static Book Title(string itemId, string title) => new() { ItemId = itemId, Title = title };

    private IEnumerable<string> Changes(long since) =>
        Shop.Catalogue.ReadChanges(since, Cancel).Select(static book => $"{book.ItemId}: {book.Title} {book.Available}");

    private static void AssertSame(Book expected, Book? actual) => Assert.Equal(Text(expected), Text(actual!));

    private static string Text(Book book) =>
        $"{book with { Authors = [], Series = [], Genres = [] }} {string.Join('|', book.Authors.Concat(book.Series).Concat(book.Genres))}";
}
