using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Splits;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Data.Splits;

public sealed class SplitterTests
{
    private static readonly Arbitrary<Interaction[]> AnyRows = (
        from user in Gen.Choose(1, 6)
        from item in Gen.Choose(1, 12)
        from day in Gen.Choose(0, 40)
        select Row($"u{user}", $"i{item}", day)).ArrayOf().Where(rows => rows.Length > 0).ToArbitrary();

    [Fact]
    public void ByTime_CutsAtTheQuantileOfDates()
    {
        Interaction[] rows = [.. Enumerable.Range(0, 10).Select(day => Row("u" + (day % 3), "i" + day, day))];

        var plan = Splitter.ByTime(rows, 0.2);

        Assert.Equal(rows[..8], plan.Select(rows, SplitSide.Train));
        Assert.Equal(rows[8..], plan.Select(rows, SplitSide.Test));
        Assert.Equal(rows[8].OccurredAt, plan.Cut);
        Assert.Equal((2, 0), (plan.TestPairCount, plan.UsersOnlyInTest));
    }

    [Fact]
    public void ByTime_LaterActsOnAPairAreNotTested()
    {
        Interaction[] rows = [Row("a", "x", 0), Row("a", "y", 1), Row("a", "x", 8), Row("b", "z", 8), Row("b", "z", 9)];

        var plan = Splitter.ByTime(rows, 0.6);

        Assert.Equal(
            [SplitSide.Train, SplitSide.Train, SplitSide.Repeat, SplitSide.Test, SplitSide.Repeat], rows.Select(row => plan.SideOf(row)));
        Assert.Equal(1, plan.UsersOnlyInTest);
    }

    [Fact]
    public void ByTime_ActsOfOneMomentStayTogether()
    {
        Interaction[] rows = [Row("a", "x", 0), Row("a", "y", 5), Row("b", "x", 5), Row("b", "y", 5), Row("c", "x", 5)];

        Assert.Equal(4, Splitter.ByTime(rows, 0.2).TestPairCount);
        Assert.Equal(4, Splitter.ByTime(rows, 0.9).TestPairCount);
    }

    [Fact]
    public void ByTime_UndatedActsAmongDatedOnesAreTrained()
    {
        Interaction[] rows = [Row("a", "x", null), Row("a", "y", 1), Row("a", "z", 2), Row("a", "x", 3)];

        var plan = Splitter.ByTime(rows, 0.4);

        Assert.Equal([SplitSide.Train, SplitSide.Train, SplitSide.Test, SplitSide.Repeat], rows.Select(row => plan.SideOf(row)));
    }

    [Fact]
    public void ByTime_WithoutTwoDates_IsAnErrorThatNamesTheRule()
    {
        Assert.Contains("needs dates", Assert.Throws<SplitException>(
            () => Splitter.ByTime([Row("a", "x", null)], 0.2)).Message, StringComparison.Ordinal);
        Assert.Contains("needs two dates", Assert.Throws<SplitException>(
            () => Splitter.ByTime([Row("a", "x", 1), Row("a", "y", 1)], 0.2)).Message, StringComparison.Ordinal);
        Assert.Throws<SplitException>(() => Splitter.ByTime([], 0.2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.2)]
    [InlineData(double.NaN)]
    public void FractionOutOfRange_IsRefused(double fraction)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Splitter.ByTime([Row("a", "x", 1)], fraction));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splitter.ByUser([Row("a", "x", 1)], fraction, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splitter.ByItem([Row("a", "x", 1)], fraction, 1));
    }

    [Fact]
    public void ByUser_HoldsOutTheShareOfEachUserButNeverAll()
    {
        Interaction[] rows =
        [
            .. Enumerable.Range(0, 10).Select(item => Row("ten", "i" + item, null)),
            .. Enumerable.Range(0, 2).Select(item => Row("two", "i" + item, null)),
            Row("one", "i0", null),
        ];

        Assert.Equal(Held(0.2), [("ten", 2)]);
        Assert.Equal(Held(0.9), [("ten", 9), ("two", 1)]);

        List<(string, int)> Held(double fraction) =>
        [
            .. Splitter.ByUser(rows, fraction, 42).Select(rows, SplitSide.Test).GroupBy(row => row.UserId)
                .Select(group => (group.Key, group.Count())),
        ];
    }

    [Fact]
    public void ByItem_HoldsOutWholeItems()
    {
        Interaction[] rows = [.. Enumerable.Range(0, 200).Select(row => Row("u" + (row % 7), "i" + (row % 20), null))];

        var plan = Splitter.ByItem(rows, 0.1, 42);

        var test = plan.Select(rows, SplitSide.Test).Select(row => row.ItemId).ToHashSet();
        Assert.Equal(2, test.Count);
        Assert.Equal(20, plan.Select(rows, SplitSide.Test).Count());
        Assert.DoesNotContain(plan.Select(rows, SplitSide.Train), row => test.Contains(row.ItemId));
    }

    [Fact]
    public void ByItem_OfOneItem_IsAnErrorThatNamesTheRule() =>
        Assert.Contains("at least 2 items", Assert.Throws<SplitException>(
            () => Splitter.ByItem([Row("a", "x", 1)], 0.5, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void OtherSeed_DrawsOtherRows()
    {
        Interaction[] rows = [.. Enumerable.Range(0, 100).Select(item => Row("u", "i" + item, null))];

        Assert.NotEqual(
            Splitter.ByUser(rows, 0.5, 1).Select(rows, SplitSide.Test), Splitter.ByUser(rows, 0.5, 2).Select(rows, SplitSide.Test));
        Assert.NotEqual(
            Splitter.ByItem(rows, 0.5, 1).Select(rows, SplitSide.Test), Splitter.ByItem(rows, 0.5, 2).Select(rows, SplitSide.Test));
    }

    [Fact]
    public void UnknownPair_IsRefusedByName() =>
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(
            () => Splitter.ByUser([Row("a", "x", 1)], 0.5, 1).SideOf(Row("b", "x", 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void AnyOrderOfRows_GivesTheSameSplit() => Prop.ForAll(AnyRows, rows =>
    {
        Interaction[] turned = [.. rows.Reverse()];
        return Plans(rows).Zip(Plans(turned)).All(pair =>
            rows.All(row => pair.First.SideOf(row) == pair.Second.SideOf(row))
            && pair.First.UsersOnlyInTest == pair.Second.UsersOnlyInTest);
    }).Check();

    [Fact]
    public void AnyData_HasNoPairOnBothSides() => Prop.ForAll(AnyRows, rows => Plans(rows).All(plan =>
    {
        var train = Pairs(plan, SplitSide.Train);
        var test = Pairs(plan, SplitSide.Test);
        return !train.Overlaps(test)
            && test.Count == plan.TestPairCount
            && train.Union(test).Count() == rows.Select(PairOf).Distinct().Count();

        HashSet<(string, string)> Pairs(SplitPlan of, SplitSide side) => [.. of.Select(rows, side).Select(PairOf)];
    })).Check();

    private static (string User, string Item) PairOf(Interaction row) => (row.UserId, row.ItemId);

    private static IEnumerable<SplitPlan> Plans(Interaction[] rows)
    {
        yield return Splitter.ByUser(rows, 0.3, 42);
        if (rows.Select(row => row.ItemId).Distinct().Count() > 1)
            yield return Splitter.ByItem(rows, 0.3, 42);
        if (rows.Select(row => row.OccurredAt).Distinct().Count() > 1)
            yield return Splitter.ByTime(rows, 0.3);
    }

    private static Interaction Row(string user, string item, int? day) => new(
        user,
        item,
        InteractionKind.Purchase,
        IsRead: false,
        Rating: null,
        day is null ? null : new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day.Value));
}
