using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using static BookRecs.Storage.Tests.Suite.Acts;

namespace BookRecs.Storage.Tests.Suite;

public abstract class AppendSuite : ShopSuite
{
    public static TheoryData<string> DifficultIds =>
    [
        "a b", "a/b\\c", "../x", "📚🧙‍♀️", "'; DROP TABLE act; --", "ü\u0301", "\u0000zero", "\uFFFD", "%_*?",
        new string('x', 200), string.Concat(Enumerable.Repeat("📚", 50)),
    ];

    [Fact]
    public async Task Append_EveryField_ComesBackAfterReopening()
    {
        var act = Act("t1", "u1", "i1", TransactionKind.Rating, 3.5f, true, 12.30m, Day.AddMilliseconds(7));

        var results = await Shop.Log.AppendAsync([act], Cancel);
        await Shop.ReopenAsync();

        Assert.Equal(new AppendResult(TransactionStatus.Accepted, 1, act.OccurredAt, false), Assert.Single(results));
        var page = await Shop.Log.ReadHistoryAsync("u1", null, 10, Cancel);
        Assert.NotNull(page);
        Assert.Equal(act, Assert.Single(page.Transactions));
        Assert.Equal(1, page.Total);
    }

    [Fact]
    public async Task Append_Price_KeepsEveryDigit()
    {
        await Shop.Log.AppendAsync([Act("t1", price: 79228162514264337593543950.335m), Act("t2", price: 0.10m)], Cancel);

        var page = await Shop.Log.ReadHistoryAsync("u1", null, 10, Cancel);

        Assert.Equal(["0.10", "79228162514264337593543950.335"],
            page!.Transactions.Select(act => act.Price!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [MemberData(nameof(DifficultIds))]
    public async Task Append_DifficultIds_ComeBackUnchanged(string id)
    {
        await Shop.Log.AppendAsync([Act(id, "user " + id, "item " + id)], Cancel);
        await Shop.ReopenAsync();

        var repeat = await Shop.Log.AppendAsync([Act(id, "user " + id, "item " + id)], Cancel);

        Assert.Equal(TransactionStatus.Duplicate, repeat[0].Status);
        var user = await Shop.Log.ReadUserAsync("user " + id, 10, Cancel);
        Assert.Equal(["item " + id], user.SeenItems);
        var page = await Shop.Log.ReadHistoryAsync("user " + id, null, 10, Cancel);
        Assert.Equal(id, Assert.Single(page!.Transactions).TransactionId);
    }

    [Fact]
    public async Task Append_WithoutDate_GetsTheMomentOfTheAppend()
    {
        var first = await Shop.Log.AppendAsync([Act("t1")], Cancel);
        Time.Now = Time.Now.AddDays(1);
        var repeat = await Shop.Log.AppendAsync([Act("t1")], Cancel);

        Assert.Equal(Time.Now.AddDays(-1), first[0].OccurredAt);
        Assert.Equal((TransactionStatus.Duplicate, first[0].OccurredAt), (repeat[0].Status, repeat[0].OccurredAt));
    }

    [Fact]
    public async Task Append_SameIdTwice_IsDuplicateAndCountsOnce()
    {
        var act = Act("t1", rating: 4, price: 9.99m, at: Day);
        await Shop.Log.AppendAsync([act], Cancel);

        var repeat = await Shop.Log.AppendAsync([act, act with { Price = 9.990m }, act with { OccurredAt = null }], Cancel);

        Assert.All(repeat, result => Assert.Equal((TransactionStatus.Duplicate, 1L), (result.Status, result.Sequence)));
        Assert.Equal(new LogSummary(1, 1, 1, false), await Shop.Log.GetSummaryAsync(Cancel));
    }

    [Fact]
    public async Task Append_SameIdWithOtherContent_IsConflictAndChangesNothing()
    {
        var act = Act("t1", rating: 4, price: 9.99m, at: Day);
        await Shop.Log.AppendAsync([act], Cancel);

        var results = await Shop.Log.AppendAsync(
            [
                act with { UserId = "u2" },
                act with { ItemId = "i2" },
                act with { Kind = TransactionKind.Wish },
                act with { Rating = 5 },
                act with { Rating = null },
                act with { IsRead = true },
                act with { Price = 10 },
                act with { Price = null },
                act with { OccurredAt = Day.AddMilliseconds(1) },
            ],
            Cancel);

        Assert.All(results, result => Assert.Equal(TransactionStatus.Conflict, result.Status));
        Assert.Equal(new LogSummary(1, 1, 1, false), await Shop.Log.GetSummaryAsync(Cancel));
        Assert.Equal(act, Assert.Single((await Shop.Log.ReadHistoryAsync("u1", null, 10, Cancel))!.Transactions));
    }

    [Fact]
    public async Task Append_SameIdTwiceInOneCall_IsJudgedInOrder()
    {
        var results = await Shop.Log.AppendAsync([Act("t1"), Act("t1"), Act("t1", item: "i2"), Act("t2")], Cancel);

        Assert.Equal(
            [TransactionStatus.Accepted, TransactionStatus.Duplicate, TransactionStatus.Conflict, TransactionStatus.Accepted],
            results.Select(result => result.Status));
        Assert.Equal([1, 1, 1, 2], results.Select(result => result.Sequence));
    }

    [Fact]
    public async Task Append_Nothing_IsNothing() => Assert.Empty(await Shop.Log.AppendAsync([], Cancel));

    [Fact]
    public async Task Append_ItemWithTitleInTheCatalogue_SaysSo()
    {
        await Shop.Importer.ImportBooksAsync([new() { ItemId = "titled", Title = "T" }, new() { ItemId = "untitled" }], Cancel);

        var results = await Shop.Log.AppendAsync([Act("1", item: "titled"), Act("2", item: "untitled"), Act("3", item: "new")], Cancel);
        var repeats = await Shop.Log.AppendAsync([Act("1", item: "titled"), Act("2", item: "untitled"), Act("3", item: "new")], Cancel);

        Assert.Equal([true, false, false], results.Select(result => result.InCatalogue));
        Assert.Equal([true, false, false], repeats.Select(result => result.InCatalogue));
    }

    [Theory]
    [InlineData("", "u", "i", 1f, "transaction_id")]
    [InlineData("import:x", "u", "i", 1f, "transaction_id")]
    [InlineData("t", "", "i", 1f, "user_id")]
    [InlineData("t", "u", "", 1f, "item_id")]
    [InlineData("t", "u", "i", 5.5f, "rating")]
    [InlineData("t", "u", "i", -0.1f, "rating")]
    [InlineData("t", "u", "i", float.NaN, "rating")]
    public async Task Append_FieldAgainstItsRule_IsRefusedByName(string id, string user, string item, float rating, string field)
    {
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Shop.Log.AppendAsync([Act("good"), Act(id, user, item, rating: rating)], Cancel));

        Assert.Contains(field, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await Shop.Log.GetSummaryAsync(Cancel)).Transactions);
    }

    [Fact]
    public async Task Append_HalfASurrogatePair_IsRefusedByName()
    {
        (string Field, Transaction Act)[] cases =
        [
            ("transaction_id", Act("t\uD83D")),
            ("user_id", Act("t", "\uDCDAu")),
            ("item_id", Act("t", item: "📚\uD83D\uD83D")),
        ];

        foreach (var (field, act) in cases)
        {
            var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => Shop.Log.AppendAsync([act], Cancel));
            Assert.Contains(field, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Append_TransactionIdOf201Bytes_IsRefused() => await Assert.ThrowsAnyAsync<ArgumentException>(
        () => Shop.Log.AppendAsync([Act(new string('x', 199) + "ü")], Cancel));

    [Fact]
    public async Task Append_FromManyTasksWithRepeats_HoldsEachExactlyOnceInOneOrder()
    {
        const int Writers = 32;
        const int ActsEach = 40;

        // Every act is sent twice, by two tasks, at any time.
        var results = await Task.WhenAll(Enumerable.Range(0, Writers * 2).Select(writer => Task.Run(async () =>
        {
            var mine = new List<(string Id, AppendResult Result)>();
            for (var act = 0; act < ActsEach; act++)
            {
                var id = $"{writer % Writers}-{act}";
                mine.Add((id, (await Shop.Log.AppendAsync([Act(id, $"u{writer % 5}", $"i{act % 7}", at: Day)], Cancel))[0]));
            }

            return mine;
        })));

        var all = results.SelectMany(result => result).ToList();
        var accepted = all.Where(result => result.Result.Status == TransactionStatus.Accepted).ToList();
        Assert.Equal(Writers * ActsEach, accepted.Count);
        Assert.Equal(Enumerable.Range(1, Writers * ActsEach).Select(number => (long)number),
            accepted.Select(result => result.Result.Sequence).Order());
        Assert.All(all.GroupBy(result => result.Id), same => Assert.Single(same.Select(result => result.Result.Sequence).Distinct()));
        Assert.All(results, mine => Assert.True(
            mine.Where(result => result.Result.Status == TransactionStatus.Accepted).Select(result => result.Result.Sequence)
                .SequenceEqual(mine.Where(result => result.Result.Status == TransactionStatus.Accepted)
                    .Select(result => result.Result.Sequence).Order()),
            "a caller's later act must come later in the log"));
        Assert.Equal(new LogSummary(Writers * ActsEach, 5, 7, false), await Shop.Log.GetSummaryAsync(Cancel));
        Assert.Equal(Writers * ActsEach, Shop.Log.ReadInteractions(Cancel).Count());
    }

    [Fact]
    public async Task Append_CancelledBefore_AppendsNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Shop.Log.AppendAsync([Act("t1")], new CancellationToken(true)));

        Assert.Equal(0, (await Shop.Log.GetSummaryAsync(Cancel)).Transactions);
    }
}
