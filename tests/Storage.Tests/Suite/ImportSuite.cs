using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;
using static BookRecs.Storage.Tests.Suite.Acts;

namespace BookRecs.Storage.Tests.Suite;

public abstract class ImportSuite : ShopSuite
{
    /// <summary>More rows than a batch holds, over all kinds, with and without dates and ratings, each act once.</summary>
    private static readonly Interaction[] Rows =
    [
        .. Enumerable.Range(0, 3_700).Select(number => Row(
            $"u{number % 61}",
            $"i{number % 97}",
            number % 5 == 0 ? null : Day.AddMinutes(number),
            number % 3 == 0 ? number % 6 : null,
            number % 2 == 0,
            (InteractionKind)(number % 4))).DistinctBy(row => (row.UserId, row.ItemId, row.Kind, row.OccurredAt)),
    ];

    [Fact]
    public async Task ImportInteractions_SameRowsAgainInAnotherOrder_AddsNothingAndKeepsEveryId()
    {
        var first = await Shop.Importer.ImportInteractionsAsync(Rows, Cancel);
        var before = await HistoriesAsync();
        await Shop.ReopenAsync();

        var shuffled = Rows.ToArray();
        new Random(7).Shuffle(shuffled);
        var second = await Shop.Importer.ImportInteractionsAsync(shuffled, Cancel);

        Assert.Equal(new ImportResult(Rows.Length, 0, 0), first);
        Assert.Equal(new ImportResult(0, 0, Rows.Length), second);
        Assert.Equal(before, await HistoriesAsync());
        Assert.Equal(new LogSummary(Rows.Length, 61, 97, false), await Shop.Log.GetSummaryAsync(Cancel));
    }

    [Fact]
    public async Task ImportInteractions_InAnyOrder_MakesTheSameShop()
    {
        var shuffled = Rows.ToArray();
        new Random(8).Shuffle(shuffled);
        await Shop.Importer.ImportInteractionsAsync(shuffled, Cancel);

        await using var other = await OpenAsync(Time);
        await other.Importer.ImportInteractionsAsync(Rows, Cancel);

        var mine = await HistoriesAsync();
        var theirs = await HistoriesAsync(other);
        Assert.Equal(mine.Order(StringComparer.Ordinal), theirs.Order(StringComparer.Ordinal));
        Assert.Equal(
            Rows.Select(row => row.ToString()).Order(StringComparer.Ordinal),
            Shop.Log.ReadInteractions(Cancel).Select(row => row.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(
            await Shop.Log.ReadPopularItemsAsync(1_000, Cancel), await other.Log.ReadPopularItemsAsync(1_000, Cancel));
    }

    [Fact]
    public async Task ImportInteractions_OtherRatingForTheSameAct_ReplacesIt()
    {
        await Shop.Importer.ImportInteractionsAsync([Row("u1", "i1", Day, 3), Row("u1", "i2"), Row("u1", "i3", Day, 5)], Cancel);
        var id = (await Shop.Log.ReadHistoryAsync("u1", null, 10, Cancel))!.Transactions.Single(act => act.ItemId == "i1").TransactionId;

        var result = await Shop.Importer.ImportInteractionsAsync(
            [Row("u1", "i1", Day, 4), Row("u1", "i2", isRead: false), Row("u1", "i3", Day), Row("u1", "i3", Day.AddDays(1))], Cancel);

        Assert.Equal(new ImportResult(1, 3, 0), result);
        var acts = (await Shop.Log.ReadHistoryAsync("u1", null, 10, Cancel))!.Transactions;
        var replaced = acts.Single(act => act.ItemId == "i1");
        Assert.Equal((4f, true, id), (replaced.Rating, replaced.IsRead, replaced.TransactionId));
        Assert.False(acts.Single(act => act.ItemId == "i2").IsRead);
        Assert.Equal(4, (await Shop.Log.GetSummaryAsync(Cancel)).Transactions);
    }

    [Fact]
    public async Task ImportInteractions_RepeatedWithinOneFile_CountsOnceAndTheLastRowWins()
    {
        var result = await Shop.Importer.ImportInteractionsAsync(
            [Row("u1", "i1", Day, 1), Row("u1", "i1", Day, 1), Row("u1", "i1", Day, 2)], Cancel);

        Assert.Equal(new ImportResult(1, 1, 1), result);
        Assert.Equal(2f, Assert.Single((await Shop.Log.ReadUserAsync("u1", 10, Cancel)).Recent).Rating);
        Assert.Equal(1, (await Shop.Log.ReadItemAsync("i1", 1, 1, Cancel)).Reads);
    }

    [Fact]
    public async Task ImportInteractions_FileFullOfRepeats_HoldsEachActOnceWithItsLastRow()
    {
        var rows = Enumerable.Range(0, 12_000).Select(number => Row($"u{number % 7}", $"i{number % 100}", Day, number / 3_000)).ToList();

        var result = await Shop.Importer.ImportInteractionsAsync(rows, Cancel);

        Assert.Equal(700, result.Added);
        Assert.Equal(12_000, result.Added + result.Replaced + result.Unchanged);
        Assert.Equal(new LogSummary(700, 7, 100, false), await Shop.Log.GetSummaryAsync(Cancel));
        Assert.All(Shop.Log.ReadInteractions(Cancel), row => Assert.Equal(3, row.Rating));
        Assert.Equal(7, (await Shop.Log.ReadItemAsync("i0", 10, 10, Cancel)).Reads);
        Assert.Equal(new ImportResult(0, 0, 700), await Shop.Importer.ImportInteractionsAsync(rows[^3_000..].Take(700), Cancel));
    }

    [Fact]
    public async Task ImportInteractions_NeverTouchesWhatWasPosted()
    {
        await Shop.Log.AppendAsync([Act("t1", kind: TransactionKind.Read, rating: 5, isRead: true, at: Day)], Cancel);

        var result = await Shop.Importer.ImportInteractionsAsync([Row("u1", "i1", Day, 1)], Cancel);

        Assert.Equal(new ImportResult(1, 0, 0), result);
        var repeat = await Shop.Log.AppendAsync([Act("t1", kind: TransactionKind.Read, rating: 5, isRead: true, at: Day)], Cancel);
        Assert.Equal(TransactionStatus.Duplicate, repeat[0].Status);
    }

    [Fact]
    public async Task ImportInteractions_IdsOfImportedActs_AreReservedAndDistinct()
    {
        await Shop.Importer.ImportInteractionsAsync(Rows, Cancel);

        var ids = (await HistoriesAsync()).Select(line => line.Split(' ')[0]).ToList();

        Assert.All(ids, id => Assert.StartsWith("import:", id, StringComparison.Ordinal));
        Assert.Equal(Rows.Length, ids.Distinct().Count());
    }

    [Fact]
    public async Task ImportInteractions_BesideAppends_CountsBoth()
    {
        var imported = Shop.Importer.ImportInteractionsAsync(Rows, Cancel);
        var appended = Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            Shop.Log.AppendAsync([Act($"t{number}", $"u{number}", $"new{number % 3}")], Cancel)));
        await Task.WhenAll(imported, appended);

        Assert.Equal(new LogSummary(Rows.Length + 50, 61, 100, false), await Shop.Log.GetSummaryAsync(Cancel));
        Assert.Equal(Rows.Length + 50, Shop.Log.ReadInteractions(Cancel).Count());
        Assert.Equal(17, (await Shop.Log.ReadItemAsync("new0", 1, 1, Cancel)).Purchases);
    }

    [Fact]
    public async Task ImportInteractions_BrokenOff_IsCompletedByARepeat()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var stopping = Rows.Select((row, number) =>
        {
            if (number == 2_500)
                stop.Cancel();
            return row;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Shop.Importer.ImportInteractionsAsync(stopping, stop.Token));
        var kept = await Shop.Log.GetSummaryAsync(Cancel);
        await Shop.ReopenAsync();
        var repeat = await Shop.Importer.ImportInteractionsAsync(Rows, Cancel);

        Assert.Equal(kept.Transactions, repeat.Unchanged);
        Assert.Equal(Rows.Length - kept.Transactions, repeat.Added);
        Assert.Equal(new LogSummary(Rows.Length, 61, 97, false), await Shop.Log.GetSummaryAsync(Cancel));
    }

    [Fact]
    public async Task ImportInteractions_RowAgainstARule_StopsWithTheFieldsName()
    {
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Shop.Importer.ImportInteractionsAsync([Row("u1", "i1", rating: 7)], Cancel));

        Assert.Contains("rating", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportBooks_CountsAddedReplacedAndUnchanged()
    {
        await Shop.Log.AppendAsync([Act("t1", item: "known from the log")], Cancel);
        var first = await Shop.Importer.ImportBooksAsync(
            [new() { ItemId = "a", Title = "A" }, new() { ItemId = "known from the log", Title = "K" }], Cancel);
        var second = await Shop.Importer.ImportBooksAsync(
            [
                new() { ItemId = "a", Title = "A", Authors = ["X"] },
                new() { ItemId = "b" },
                new() { ItemId = "known from the log", Title = "K" },
            ],
            Cancel);

        Assert.Equal(new ImportResult(2, 0, 0), first);
        Assert.Equal(new ImportResult(1, 1, 1), second);
        Assert.Equal(["X"], (await Shop.Catalogue.FindAsync("a", Cancel))!.Authors);
        Assert.Equal(new LogSummary(1, 1, 3, false), await Shop.Log.GetSummaryAsync(Cancel));
    }

    [Fact]
    public async Task ImportBooks_EveryField_ComesBack()
    {
        var book = new Book
        {
            ItemId = "i/1 📚",
            Title = "Title \"quoted\" (Series, #2.5)",
            Authors = ["Ann; Author", "Bøb"],
            Series = ["Series"],
            Volume = 2.5f,
            Genres = ["a,b", "ç"],
            Description = "line\nbreak",
            Language = "eng",
            Year = -300,
            Publisher = "P",
            WorkId = "w",
            Price = 0.10m,
            Available = false,
        };
        await Shop.Importer.ImportBooksAsync([book, new() { ItemId = "bare" }], Cancel);
        await Shop.ReopenAsync();

        var found = await Shop.Catalogue.FindAsync(book.ItemId, Cancel);

        Assert.Equivalent(book, found, strict: true);
        Assert.Equivalent(new Book { ItemId = "bare" }, await Shop.Catalogue.FindAsync("bare", Cancel), strict: true);
        Assert.Null(await Shop.Catalogue.FindAsync("none", Cancel));
    }

    [Fact]
    public async Task ReadAll_GivesEveryBookByItemId()
    {
        string[] ids = ["b", "B", "a", "10", "9", "ä", "📚"];
        await Shop.Importer.ImportBooksAsync(ids.Select(id => new Book { ItemId = id, Title = id }), Cancel);
        await Shop.Log.AppendAsync([Act("t1", item: "not in the catalogue")], Cancel);

        Assert.Equal(ids.Order(StringComparer.Ordinal), Shop.Catalogue.ReadAll(Cancel).Select(book => book.ItemId));
    }

    [Fact]
    public async Task MarkSynthetic_StaysWithTheShopAndRefusesRealData()
    {
        await Shop.Importer.MarkSyntheticAsync(Cancel);
        await Shop.Importer.ImportBooksAsync([new() { ItemId = "i1", Title = "Generated" }], Cancel);
        await Shop.Importer.ImportInteractionsAsync([Row("u1", "i1", Day)], Cancel);
        await Shop.ReopenAsync();
        await Shop.Log.AppendAsync([Act("t1")], Cancel);

        var books = await Assert.ThrowsAsync<StorageException>(
            () => Shop.Importer.ImportBooksAsync([new() { ItemId = "real" }], Cancel));
        var acts = await Assert.ThrowsAsync<StorageException>(
            () => Shop.Importer.ImportInteractionsAsync([Row("real", "real")], Cancel));

        Assert.All([books, acts], error => Assert.Contains("delete this one first", error.Message, StringComparison.Ordinal));
        Assert.Equal(new LogSummary(2, 1, 1, true), await Shop.Log.GetSummaryAsync(Cancel));
    }

    private async Task<List<string>> HistoriesAsync(IShop? shop = null)
    {
        var lines = new List<string>();
        for (var user = 0; user < 61; user++)
        {
            var page = await (shop ?? Shop).Log.ReadHistoryAsync($"u{user}", null, 1_000, Cancel);
            lines.AddRange(page!.Transactions.Select(act => $"{act.TransactionId} {act}"));
        }

        return lines;
    }
}
