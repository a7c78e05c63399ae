using System.Globalization;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;
using static BookRecs.Storage.Tests.Suite.Acts;

namespace BookRecs.Storage.Tests.Suite;

public abstract class ReadSuite : ShopSuite
{
    [Fact]
    public async Task Reads_OfUnknownIds_AreEmpty()
    {
        var user = await Shop.Log.ReadUserAsync("nobody", 10, Cancel);
        var page = await Shop.Log.ReadHistoryAsync("nobody", null, 10, Cancel);
        var item = await Shop.Log.ReadItemAsync("nothing", 10, 10, Cancel);

        Assert.Equal((0, 0, 0L), (user.Recent.Count, user.SeenItems.Count, user.Total));
        Assert.Equal((0, null, 0L), (page!.Transactions.Length, page.NextCursor, page.Total));
        Assert.Equal((0L, 0L, 0L, 0L), (item.Purchases, item.Reads, item.Ratings, item.Wishes));
        Assert.Empty(item.DailyPurchases);
        Assert.Empty(item.RecentReaders);
        Assert.Empty(await Shop.Log.ReadPopularItemsAsync(10, Cancel));
        Assert.Empty(Shop.Log.ReadInteractions(Cancel));
        Assert.Null(await Shop.Catalogue.FindAsync("nothing", Cancel));
        Assert.Equal(new LogSummary(0, 0, 0, false), await Shop.Log.GetSummaryAsync(Cancel));
    }

    [Fact]
    public async Task ReadUser_GivesNewestFirst_AllSeenItemsAndTheTotal()
    {
        await Shop.Importer.ImportInteractionsAsync([Row("u1", "undated", rating: 2), Row("u1", "imported", Day.AddDays(-9))], Cancel);
        await Shop.Log.AppendAsync(
            [
                Act("1", item: "late", at: Day.AddDays(2)),
                Act("2", item: "early", kind: TransactionKind.Rating, rating: 4.5f, isRead: true, at: Day),
                Act("3", item: "late", kind: TransactionKind.Wish, at: Day.AddDays(2)),
                Act("4", "u2", "other", at: Day.AddDays(3)),
            ],
            Cancel);

        var all = await Shop.Log.ReadUserAsync("u1", 10, Cancel);
        var some = await Shop.Log.ReadUserAsync("u1", 2, Cancel);

        Assert.Equal(
            [
                Row("u1", "late", Day.AddDays(2), isRead: false, kind: InteractionKind.Wish),
                Row("u1", "late", Day.AddDays(2), isRead: false, kind: InteractionKind.Purchase),
                Row("u1", "early", Day, 4.5f, true, InteractionKind.Rating),
                Row("u1", "imported", Day.AddDays(-9)),
                Row("u1", "undated", rating: 2),
            ],
            all.Recent);
        Assert.Equal(all.Recent.Take(2), some.Recent);
        Assert.Equal(["early", "imported", "late", "undated"], some.SeenItems.Order(StringComparer.Ordinal));
        Assert.Equal(5, some.Total);
    }

    [Fact]
    public async Task ReadHistory_PageByPage_GivesEveryActOnceWhileNewOnesArrive()
    {
        // Dates repeat and are missing, so that ties are broken and the undated tail is crossed between pages.
        var dates = Enumerable.Range(0, 40).Select(number => Day.AddHours(number / 3)).ToList();
        await Shop.Importer.ImportInteractionsAsync(Enumerable.Range(0, 17).Select(number => Row("u1", $"undated{number}")), Cancel);
        await Shop.Log.AppendAsync([.. dates.Select((date, number) => Act($"t{number}", item: $"i{number}", at: date))], Cancel);
        var expected = (await Shop.Log.ReadHistoryAsync("u1", null, 1_000, Cancel))!.Transactions;

        var seen = new List<Transaction>();
        string? cursor = null;
        do
        {
            var page = await Shop.Log.ReadHistoryAsync("u1", cursor, 7, Cancel);
            Assert.NotNull(page);
            Assert.InRange(page.Transactions.Length, 1, 7);
            seen.AddRange(page.Transactions);
            cursor = page.NextCursor;
            await Shop.Log.AppendAsync([Act($"new{seen.Count}", item: "new", at: Day.AddYears(1))], Cancel);
        }
        while (cursor is not null);

        Assert.Equal(57, expected.Length);
        Assert.Equal(expected, seen);
        Assert.Equal(expected.OrderByDescending(act => act.OccurredAt ?? DateTimeOffset.MinValue).Select(act => act.OccurredAt),
            seen.Select(act => act.OccurredAt));
        Assert.Equal("undated0", seen[^1].ItemId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("%%%%")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("📚")]
    public async Task ReadHistory_CursorThatIsNotOurs_GivesNull(string cursor)
    {
        await Shop.Log.AppendAsync([Act("t1")], Cancel);

        Assert.Null(await Shop.Log.ReadHistoryAsync("u1", cursor, 10, Cancel));
    }

    [Fact]
    public async Task ReadHistory_CursorOfAnotherUser_GivesNull()
    {
        await Shop.Log.AppendAsync([Act("t1"), Act("t2")], Cancel);
        var page = await Shop.Log.ReadHistoryAsync("u1", null, 1, Cancel);

        Assert.NotNull(page!.NextCursor);
        Assert.Null(await Shop.Log.ReadHistoryAsync("u2", page.NextCursor, 1, Cancel));
    }

    [Fact]
    public async Task ReadItem_CountsByKindAndPurchasesByDayInUtc()
    {
        var midnightInTokyo = new DateTimeOffset(2024, 3, 2, 0, 30, 0, TimeSpan.FromHours(9));
        await Shop.Importer.ImportInteractionsAsync(
            [
                Row("u9", "i1", kind: InteractionKind.Purchase),
                Row("u8", "i1", new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.Zero), kind: InteractionKind.Purchase),
            ],
            Cancel);
        await Shop.Log.AppendAsync(
            [
                Act("1", at: midnightInTokyo),
                Act("2", at: midnightInTokyo.AddHours(1)),
                Act("3", at: midnightInTokyo.AddDays(1)),
                Act("4", kind: TransactionKind.Read, at: midnightInTokyo),
                Act("5", kind: TransactionKind.Rating, rating: 1, at: midnightInTokyo),
                Act("6", kind: TransactionKind.Wish, at: midnightInTokyo),
                Act("7", kind: TransactionKind.Wish, at: midnightInTokyo),
                Act("8", item: "i2", at: midnightInTokyo),
            ],
            Cancel);

        var item = await Shop.Log.ReadItemAsync("i1", 10, 10, Cancel);

        Assert.Equal((5L, 1L, 1L, 2L), (item.Purchases, item.Reads, item.Ratings, item.Wishes));
        Assert.Equal(10, item.LastSequence);
        Assert.Equal(
            ["1969-12-31 1", "2024-03-01 2", "2024-03-02 1"],
            item.DailyPurchases.Select(day => string.Create(CultureInfo.InvariantCulture, $"{day.Key:yyyy-MM-dd} {day.Value}")));
    }

    [Fact]
    public async Task ReadItem_GivesTheLatestDistinctReadersWithTheirActsBefore()
    {
        await Shop.Log.AppendAsync(
            [
                Act("1", "ann", "a", at: Day),
                Act("2", "ann", "b", at: Day.AddHours(1)),
                Act("3", "ann", "c", at: Day.AddHours(2)),
                Act("4", "ann", "book", at: Day.AddHours(3)),
                Act("5", "ann", "after", at: Day.AddHours(4)),
                Act("6", "bob", "book", at: Day.AddHours(5)),
                Act("7", "bob", "d", at: Day.AddHours(6)),
                Act("8", "bob", "book", at: Day.AddHours(7)),
                Act("9", "eve", "book", at: Day.AddHours(1)),
                Act("10", "old", "book", at: Day.AddYears(-1)),
            ],
            Cancel);

        var item = await Shop.Log.ReadItemAsync("book", 3, 2, Cancel);

        Assert.Equal(["bob: d,book", "ann: c,b", "eve: "],
            item.RecentReaders.Select(reader => $"{reader.UserId}: {string.Join(',', reader.PrecedingItems)}"));
    }

    [Fact]
    public async Task ReadPopularItems_OrdersByActsThenById()
    {
        await Shop.Importer.ImportBooksAsync([new() { ItemId = "unread", Title = "Unread" }], Cancel);
        await Shop.Importer.ImportInteractionsAsync([Row("u1", "b", Day), Row("u2", "b", Day), Row("u1", "z", Day)], Cancel);
        await Shop.Log.AppendAsync([Act("1", item: "a"), Act("2", item: "c"), Act("3", item: "c"), Act("4", item: "c")], Cancel);

        Assert.Equal(["c", "b", "a", "z"], await Shop.Log.ReadPopularItemsAsync(10, Cancel));
        Assert.Equal(["c", "b"], await Shop.Log.ReadPopularItemsAsync(2, Cancel));
    }

    [Fact]
    public async Task ReadInteractions_SeesOneSnapshotInLogOrder()
    {
        await Shop.Log.AppendAsync([Act("1", "u2", "i2", at: Day), Act("2", "u1", "i1", at: Day.AddDays(-1))], Cancel);

        using var interactions = Shop.Log.ReadInteractions(Cancel).GetEnumerator();
        Assert.True(interactions.MoveNext());
        var first = interactions.Current;
        await Shop.Log.AppendAsync([Act("3", "u3", "i3")], Cancel);
        Assert.True(interactions.MoveNext());
        var second = interactions.Current;

        Assert.Equal(Row("u2", "i2", Day, isRead: false, kind: InteractionKind.Purchase), first);
        Assert.Equal(Row("u1", "i1", Day.AddDays(-1), isRead: false, kind: InteractionKind.Purchase), second);
        Assert.False(interactions.MoveNext());
    }

    [Fact]
    public async Task ReadInteractions_SharesIdsBetweenRows()
    {
        await Shop.Importer.ImportInteractionsAsync([Row("u1", "i1", Day), Row("u1", "i1", Day.AddDays(1))], Cancel);

        var rows = Shop.Log.ReadInteractions(Cancel).ToList();

        Assert.Same(rows[0].UserId, rows[1].UserId);
        Assert.Same(rows[0].ItemId, rows[1].ItemId);
    }

    [Fact]
    public async Task Ping_OfAHealthyStore_Completes() => await Shop.Probe.PingAsync(Cancel);
}
