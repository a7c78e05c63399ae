using System.Globalization;
using BookRecs.Grains.Log;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Grains.Users;
using BookRecs.Recommender.Data;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Grains.Tests.Users;

public sealed class UserHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Add_BeyondTheLimit_KeepsTheNewestAndAllSeen()
    {
        var history = new UserHistory(new UserActivity([], [], 0), 2);
        foreach (var (item, day) in new[] { ("a", 1), ("b", 2), ("c", 3) })
            history.Add(Act(item, day));
        Assert.Equal(["c", "b"], history.Recent.Select(act => act.ItemId));
        Assert.True(history.HasSeen("a"), "an item beyond the bounded history must stay seen");
        Assert.Equal((3, 3L, 3L), (history.Seen.Count, history.Total, history.Revision));
    }

    [Fact]
    public void Add_ActWithoutDate_ComesLast()
    {
        var history = new UserHistory(new UserActivity([Act("a", null)], ["a"], 1), 10);
        history.Add(Act("b", 1));
        history.Add(Act("c", null));
        Assert.Equal(["b", "c", "a"], history.Recent.Select(act => act.ItemId));
    }

    [Fact]
    public void ItemsBefore_HeldAct_AreThoseBelowIt()
    {
        var history = new UserHistory(new UserActivity([Act("c", 3), Act("b", 2), Act("a", 1)], ["a", "b", "c"], 3), 10);
        Assert.Equal(["a"], history.ItemsBefore("b", Start.AddDays(2), 5));
        Assert.Equal(["c", "b"], history.ItemsBefore("new", Start.AddDays(4), 2));
        Assert.Equal(["a"], history.ItemsBefore("late", Start.AddDays(1), 2));
    }

    [Fact]
    public void Live_EqualsRebuilt()
    {
        var step = Gen.Choose(0, 8).SelectMany(_ => Gen.Choose(-1, 5), (item, day) => (Item: item, Day: day));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var shop = new MemoryShop(new ManualTime());
            var live = new UserHistory(new UserActivity([], [], 0), 4);
            foreach (var (item, day) in steps)
            {
                var act = Act(item.ToString(CultureInfo.InvariantCulture), day < 0 ? null : day);
                shop.Add(act);
                live.Add(act);
            }

            var rebuilt = new UserHistory(shop.ReadUserAsync("u", 4).Result, 4);
            Assert.Equal(rebuilt.Recent, live.Recent);
            Assert.Equal(rebuilt.Total, live.Total);
            Assert.Equal(rebuilt.Seen.Count, live.Seen.Count);
        }).QuickCheckThrowOnFailure();
    }

    private static Interaction Act(string item, int? day) =>
        new("u", item, InteractionKind.Purchase, false, null, day is { } days ? Start.AddDays(days) : null);
}
