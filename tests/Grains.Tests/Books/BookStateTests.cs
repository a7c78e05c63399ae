using System.Collections.Immutable;
using System.Globalization;
using BookRecs.Grains.Books;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Grains.Users;
using BookRecs.Recommender.Data;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Grains.Tests.Books;

public sealed class BookStateTests
{
    private static readonly ItemActivity NoActivity = new(0, 0, 0, 0, 0, [], []);
    private static readonly DateOnly Today = new(2026, 3, 15);

    [Fact]
    public void Counts_ByKind_AreThoseOfTheActs()
    {
        var state = new BookState(new ItemActivity(5, 1, 2, 3, 4, [], []), new BookOptions());
        Assert.True(state.TryApply(Act(6, "u", TransactionKind.Read)));
        Assert.Equal(new BookCounts(1, 3, 3, 4, 0), state.Counts(Today));
        Assert.Equal(11, state.Counts(Today).Total);
    }

    [Fact]
    public void TryApply_SameActTwice_CountsOnce()
    {
        var state = new BookState(NoActivity, new BookOptions());
        Assert.True(state.TryApply(Act(1, "u")));
        Assert.True(state.TryApply(Act(1, "u")));
        Assert.Equal(1, state.Counts(Today).Purchases);
    }

    [Fact]
    public void TryApply_TooLateToTell_AsksForARebuild()
    {
        var state = new BookState(NoActivity, new BookOptions { RememberedSequences = 1 });
        Assert.True(state.TryApply(Act(2, "u")));
        Assert.True(state.TryApply(Act(3, "u")));
        Assert.False(state.TryApply(Act(1, "u")));
    }

    [Fact]
    public void PurchasesLast30Days_IncludeTodayAndLeaveOutTheDayBefore()
    {
        var state = new BookState(NoActivity, new BookOptions());
        foreach (var (sequence, daysAgo) in new[] { (1, 0), (2, 29), (3, 30), (4, -1) })
            state.TryApply(Act(sequence, "u", daysAgo: daysAgo));
        Assert.Equal(2, state.Counts(Today).PurchasesLast30Days);
    }

    [Fact]
    public void SalesByDay_OlderThanTheSettings_AreForgotten()
    {
        var state = new BookState(NoActivity, new BookOptions { SalesDays = 30 });
        state.TryApply(Act(1, "u", daysAgo: 30));
        state.TryApply(Act(2, "u", daysAgo: 29));
        Assert.Equal([Today.AddDays(-29)], state.SalesByDay(Today).Select(sale => sale.Key));
    }

    [Fact]
    public void BoughtTogether_CountsReadersNotActs()
    {
        var state = new BookState(NoActivity, new BookOptions());
        state.TryApply(Act(1, "u1", preceding: ["a", "a", "a", "self"]));
        state.TryApply(Act(2, "u2", preceding: ["b"]));
        state.TryApply(Act(3, "u3", preceding: ["b", "c"]));
        Assert.Equal(["b", "a", "c"], state.BoughtTogether("self"));
    }

    [Fact]
    public void BoughtTogether_NewerActOfAReader_ReplacesTheOlder()
    {
        var state = new BookState(NoActivity, new BookOptions());
        state.TryApply(Act(5, "u1", preceding: ["new"]));
        state.TryApply(Act(4, "u1", preceding: ["old"]));
        Assert.Equal(["new"], state.BoughtTogether("self"));
    }

    [Fact]
    public void Live_InAnyOrderWithRepeats_EqualsRebuilt()
    {
        var acts = Gen.Choose(0, 9).SelectMany(_ => Gen.Choose(0, 4), (user, item) => (user, item))
            .SelectMany(_ => Gen.Choose(0, 3), (act, kind) => (act.user, act.item, kind))
            .SelectMany(_ => Gen.Choose(0, 40), (act, days) => new Step(act.user, act.item, act.kind, days));
        var plays = acts.ListOf().SelectMany(_ => Gen.Choose(0, 1_000), (steps, seed) => new Play([.. steps], seed));
        Prop.ForAll(plays.ToArbitrary(), LiveEqualsRebuilt).QuickCheckThrowOnFailure();
    }

    private static bool LiveEqualsRebuilt(Play play)
    {
        var options = new BookOptions { RecentReaders = 3, PrecedingItems = 2, SalesDays = 30 };
        var shop = new MemoryShop(new ManualTime());
        var rebuildAt = play.Seed % (play.Steps.Length + 1);
        var date = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var histories = new Dictionary<string, UserHistory>();
        BookState? live = null;
        var pending = new List<BookAct>();
        for (var step = 0; step <= play.Steps.Length; step++)
        {
            if (step == rebuildAt)
                live = Rebuild(shop, options);
            if (step == play.Steps.Length)
                break;
            var (user, item, kind, days) = play.Steps[step];
            date = date.AddDays(days % 3);
            var userId = string.Create(CultureInfo.InvariantCulture, $"u{user}");
            var itemId = string.Create(CultureInfo.InvariantCulture, $"i{item}");
            if (!histories.TryGetValue(userId, out var history))
                histories.Add(userId, history = new UserHistory(new UserActivity([], [], 0), 50));
            var act = new Interaction(userId, itemId, (InteractionKind)kind, false, null, date);
            shop.Add(act);
            var preceding = history.ItemsBefore(itemId, date, options.PrecedingItems);
            history.Add(act);
            if (itemId == "i0")
                pending.Add(new BookAct(step + 1, userId, (TransactionKind)kind, date, preceding));
        }

        var random = new Random(play.Seed);
        var delivered = pending.Concat(pending.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(delivered);
        foreach (var act in delivered)
            Assert.True(live!.TryApply(act));
        var rebuilt = Rebuild(shop, options);
        var today = DateOnly.FromDateTime(date.UtcDateTime);
        Assert.Equal(rebuilt.Counts(today), live!.Counts(today));
        Assert.Equal(rebuilt.SalesByDay(today), live.SalesByDay(today));
        Assert.Equal(rebuilt.RecentReaders, live.RecentReaders);
        Assert.Equal(rebuilt.BoughtTogether("i0"), live.BoughtTogether("i0"));
        return true;
    }

    private static BookState Rebuild(MemoryShop shop, BookOptions options) =>
        new(shop.ReadItemAsync("i0", options.RecentReaders, options.PrecedingItems).Result, options);

    private static BookAct Act(
        long sequence, string user, TransactionKind kind = TransactionKind.Purchase, int daysAgo = 0, ImmutableArray<string> preceding = default) =>
        new(sequence, user, kind, new DateTimeOffset(Today.AddDays(-daysAgo), TimeOnly.MinValue, TimeSpan.Zero), preceding.IsDefault ? [] : preceding);

    private sealed record Step(int User, int Item, int Kind, int Days);

    private sealed record Play(Step[] Steps, int Seed);
}
