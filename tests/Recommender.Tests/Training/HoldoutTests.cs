using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Training;

public sealed class HoldoutTests
{
    [Fact]
    public void Make_DatedData_LeavesNoTrainActLaterThanATestAct()
    {
        var data = Shops.BuildTwoTastes(dated: true);

        var holdout = Make(data, 0.2)!;

        var latestTrain = holdout.Train.OccurredAt.ToArray().Max();
        Assert.All(holdout.TestOf(int.MaxValue), act => Assert.True(DateOf(data, act.UserId, act.ItemId) > latestTrain, $"{act.UserId} {act.ItemId} is not later than train"));
        Assert.Equal(data.Interactions.EntryCount, holdout.Train.Interactions.EntryCount + holdout.TestOf(int.MaxValue).Count());
        Assert.Equal(holdout.HeldOut, holdout.TestOf(int.MaxValue).Count());
        Assert.InRange(holdout.HeldOut / (double)data.Interactions.EntryCount, 0.1, 0.2);
    }

    [Fact]
    public void Make_UndatedData_LeavesEachUserAnAct()
    {
        var data = Shops.BuildTwoTastes(dated: false);

        var holdout = Make(data, 0.5)!;

        for (var user = 0; user < data.Users.Count; user++)
            Assert.NotEqual(0, holdout.Train.Interactions.RowColumns(user).Length);
        Assert.All(holdout.TestOf(int.MaxValue), act => Assert.DoesNotContain(act.ItemId, ItemsOf(holdout.Train, act.UserId)));
    }

    [Fact]
    public void Make_AllActsOnOneDate_FallsBackToARandomSplit()
    {
        var (acts, books) = Shops.TwoTastes();
        var sameDay = acts.Select(act => act with { OccurredAt = DateTimeOffset.UnixEpoch });

        Assert.Equal(HoldoutKind.UserRandom, Make(Shops.Build(sameDay, books), 0.1)!.Kind);
    }

    [Fact]
    public void Make_LatestOfEachUser_LeavesNoTrainActLaterThanATestActOfTheSameUser()
    {
        var data = Shops.BuildTwoTastes(dated: true);

        var holdout = Make(data, 0.3, kind: HoldoutKind.UserLatest)!;

        Assert.Equal(HoldoutKind.UserLatest, holdout.Kind);
        Assert.Equal(data.Users.Count, holdout.SampleUsers(int.MaxValue).Length);
        foreach (var acts in holdout.TestOf(int.MaxValue).GroupBy(act => act.UserId))
        {
            var latestTrain = ItemsOf(holdout.Train, acts.Key).Max(item => DateOf(data, acts.Key, item));
            Assert.All(acts, act => Assert.True(DateOf(data, act.UserId, act.ItemId) > latestTrain, $"{act.UserId} {act.ItemId} is not later than train"));
        }
    }

    [Fact]
    public void Make_RandomPartOfDatedData_HoldsOutActsOfAllTimesAndHidesItems()
    {
        var data = Shops.BuildTwoTastes(dated: true);

        var holdout = Holdout.Make(
            data, 0.3, hiddenItemFraction: 0.2, minInteractions: 50, seed: 42, timeFraction: 0.3, HoldoutKind.UserRandom)!;

        Assert.Equal(HoldoutKind.UserRandom, holdout.Kind);
        Assert.NotEqual(0, holdout.HiddenItems!.Count);
        var dates = data.OccurredAt.ToArray().Order().ToArray();
        Assert.Contains(holdout.TestOf(int.MaxValue), act => DateOf(data, act.UserId, act.ItemId) < dates[dates.Length / 4]);
        Assert.Contains(holdout.TestOf(int.MaxValue), act => DateOf(data, act.UserId, act.ItemId) > dates[dates.Length * 3 / 4]);
    }

    [Fact]
    public void Make_MoreUsersThanMayBeTested_SamplesTheSameOnesAgain()
    {
        var data = Shops.BuildTwoTastes(dated: false);

        var first = Make(data, 0.1)!.TestOf(7).Select(act => act.UserId).Distinct().ToArray();
        var second = Make(data, 0.1)!.TestOf(7).Select(act => act.UserId).Distinct().ToArray();
        var other = Make(data, 0.1, seed: 43)!.TestOf(7).Select(act => act.UserId).Distinct().ToArray();

        Assert.Equal(7, first.Length);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Make_UsersWithOneActEach_HoldsNothingOut()
    {
        var acts = Enumerable.Range(0, 100).Select(user => new Interaction($"u{user}", "b", InteractionKind.Read, true, null, null));

        Assert.Null(Make(Shops.Build(acts, []), 0.1));
    }

    [Fact]
    public void Make_FractionZero_HoldsNothingOut() =>
        Assert.Null(Make(Shops.BuildTwoTastes(), 0));

    [Fact]
    public void Make_HiddenItems_LeavesThemNoTrainActAndHidesNoOther()
    {
        var data = Shops.BuildTwoTastes(dated: false);

        var holdout = Holdout.Make(data, 0.1, hiddenItemFraction: 0.3, minInteractions: 50, seed: 42)!;

        var hidden = holdout.HiddenItems!;
        Assert.InRange(hidden.Count, 1, data.Items.Count - 1);
        Assert.DoesNotContain(holdout.Train.Interactions.Columns.ToArray(), hidden.Contains);
        Assert.Equal(data.Interactions.EntryCount, holdout.Train.Interactions.EntryCount + holdout.HeldOut);
    }

    [Fact]
    public void Make_HiddenItemsOfDatedData_AreNone() =>
        Assert.Null(Holdout.Make(Shops.BuildTwoTastes(dated: true), 0.1, hiddenItemFraction: 0.3, minInteractions: 50, seed: 42)!.HiddenItems);

    private static Holdout? Make(TrainingData data, double fraction, int seed = 42, HoldoutKind kind = HoldoutKind.Automatic) =>
        Holdout.Make(data, fraction, hiddenItemFraction: 0, minInteractions: 50, seed, timeFraction: null, kind);

    private static IEnumerable<string> ItemsOf(TrainingData data, string userId)
    {
        Assert.True(data.Users.TryGetIndex(userId, out var user));
        return data.Interactions.RowColumns(user).ToArray().Select(item => data.Items[item]);
    }

    private static long DateOf(TrainingData data, string userId, string itemId)
    {
        Assert.True(data.Users.TryGetIndex(userId, out var user) & data.Items.TryGetIndex(itemId, out var item));
        return data.OccurredAt.Span[(int)data.Interactions.RowStarts.Span[user] + data.Interactions.RowColumns(user).IndexOf(item)];
    }
}
