using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Training;

public sealed class HoldoutTests
{
    [Fact]
    public void Make_DatedData_LeavesNoTrainActLaterThanATestAct()
    {
        var data = Shops.BuildTwoTastes(dated: true);

        var holdout = Holdout.Make(data, new TrainingOptions { HoldoutFraction = 0.2 })!;

        var latestTrain = holdout.Train.OccurredAt.ToArray().Max();
        Assert.All(holdout.Test, act => Assert.True(DateOf(data, act) > latestTrain, $"{act.UserId} {act.ItemId} is not later than train"));
        Assert.Equal(data.Interactions.EntryCount, holdout.Train.Interactions.EntryCount + holdout.Test.Count);
        Assert.Equal(holdout.HeldOut, holdout.Test.Count);
        Assert.InRange(holdout.HeldOut / (double)data.Interactions.EntryCount, 0.1, 0.2);
    }

    [Fact]
    public void Make_UndatedData_LeavesEachUserAnAct()
    {
        var data = Shops.BuildTwoTastes(dated: false);

        var holdout = Holdout.Make(data, new TrainingOptions { HoldoutFraction = 0.5 })!;

        for (var user = 0; user < data.Users.Count; user++)
            Assert.NotEqual(0, holdout.Train.Interactions.RowColumns(user).Length);
        Assert.All(holdout.Test, act => Assert.DoesNotContain(act.ItemId, ItemsOf(holdout.Train, act.UserId)));
    }

    [Fact]
    public void Make_AllActsOnOneDate_FallsBackToARandomSplit()
    {
        var (acts, books) = Shops.TwoTastes();
        var sameDay = acts.Select(act => act with { OccurredAt = DateTimeOffset.UnixEpoch });

        Assert.Equal("user", Holdout.Make(Shops.Build(sameDay, books), new TrainingOptions())!.SplitBy);
    }

    [Fact]
    public void Make_MoreUsersThanMayBeTested_SamplesTheSameOnesAgain()
    {
        var data = Shops.BuildTwoTastes(dated: false);
        var options = new TrainingOptions { MaxTestUsers = 7 };

        var first = Holdout.Make(data, options)!.Test.Select(act => act.UserId).Distinct().ToArray();
        var second = Holdout.Make(data, options)!.Test.Select(act => act.UserId).Distinct().ToArray();
        var other = Holdout.Make(data, options with { Seed = 43 })!.Test.Select(act => act.UserId).Distinct().ToArray();

        Assert.Equal(7, first.Length);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Make_UsersWithOneActEach_HoldsNothingOut()
    {
        var acts = Enumerable.Range(0, 100).Select(user => new Interaction($"u{user}", "b", InteractionKind.Read, true, null, null));

        Assert.Null(Holdout.Make(Shops.Build(acts, []), new TrainingOptions()));
    }

    [Fact]
    public void Make_FractionZero_HoldsNothingOut() =>
        Assert.Null(Holdout.Make(Shops.BuildTwoTastes(), new TrainingOptions { HoldoutFraction = 0 }));

    private static IEnumerable<string> ItemsOf(TrainingData data, string userId)
    {
        Assert.True(data.Users.TryGetIndex(userId, out var user));
        return data.Interactions.RowColumns(user).ToArray().Select(item => data.Items[item]);
    }

    private static long DateOf(TrainingData data, Interaction act)
    {
        Assert.True(data.Users.TryGetIndex(act.UserId, out var user) & data.Items.TryGetIndex(act.ItemId, out var item));
        return data.OccurredAt.Span[(int)data.Interactions.RowStarts.Span[user] + data.Interactions.RowColumns(user).IndexOf(item)];
    }
}
