using BookRecs.Recommender.Data;
using BookRecs.Recommender.Forecasting.Sales;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Forecasting;

public sealed class SalesSeriesTests
{
    private static readonly Book[] Books =
    [
        new() { ItemId = "a", Authors = ["Ann", "Bo"], Series = ["Sea"], Genres = ["Crime", "Crime", "Sea"] },
        new() { ItemId = "b", Authors = ["Ann"], Genres = ["Crime"] },
    ];

    [Theory]
    [InlineData("2024-06-30T23:59:59Z", "2024-06-24")]
    [InlineData("2024-07-01T00:00:00Z", "2024-07-01")]
    [InlineData("2024-07-01T01:30:00+02:00", "2024-06-24")]
    [InlineData("2024-06-30T22:00:00-03:00", "2024-07-01")]
    [InlineData("2024-12-30T12:00:00Z", "2024-12-30")]
    public void Week_BeginsOnMondayInUtc(string moment, string monday)
    {
        var index = SalesCalendar.IndexOf(DateTimeOffset.Parse(moment, null), SalesPeriod.Week);

        Assert.Equal(DateOnly.Parse(monday, null), SalesCalendar.FirstDay(index, SalesPeriod.Week));
        Assert.Equal(DayOfWeek.Monday, SalesCalendar.FirstDay(index, SalesPeriod.Week).DayOfWeek);
    }

    [Fact]
    public void Day_IsThatOfUtc() => Assert.Equal(
        new DateOnly(2024, 3, 31),
        SalesCalendar.FirstDay(SalesCalendar.IndexOf(DateTimeOffset.Parse("2024-04-01T01:00:00+02:00", null), SalesPeriod.Day), SalesPeriod.Day));

    [Fact]
    public void Build_FillsGapsAndEndsBeforeTheRunningPeriod()
    {
        var series = Assert.Single(BuilderOf(SalesPeriod.Day, ("a", 3), ("a", 3), ("a", 6), ("a", 8), ("a", 9)).Build([SeriesKind.Item]));

        Assert.Equal(new DateOnly(2024, 1, 3), series.FirstDay(0));
        Assert.Equal([2, 0, 0, 1, 0, 1], series.Values);
        Assert.Equal(new DateOnly(2024, 1, 9), series.FirstDay(series.Values.Length));
    }

    [Fact]
    public void Build_Weekly_SumsDaysAndLeavesTheRunningWeekOut()
    {
        // 2024-01-01 is a Monday; the 17th lies in the third week, which is still running.
        var series = Assert.Single(BuilderOf(SalesPeriod.Week, ("a", 2), ("a", 7), ("a", 8), ("a", 17)).Build([SeriesKind.Shop]));

        Assert.Equal([2, 1], series.Values);
    }

    [Fact]
    public void Build_UntilADay_EndsWithIt()
    {
        var builder = new SalesSeriesBuilder(SalesPeriod.Day, new DateOnly(2024, 1, 5));
        foreach (var day in (int[])[3, 6, 9])
            builder.Add(Sale("a", day));

        Assert.Equal([1, 0, 0], Assert.Single(builder.Build([SeriesKind.Shop])).Values);
    }

    [Fact]
    public void LastDay_IsThatOfTheLastActInUtc_OfAnyKind()
    {
        var builder = new SalesSeriesBuilder(SalesPeriod.Week);
        Assert.Null(builder.LastDay);
        builder.Add(Sale("a", 1) with { OccurredAt = null });
        Assert.Null(builder.LastDay);
        builder.Add(Sale("a", 9) with { Kind = InteractionKind.Wish, OccurredAt = DateTimeOffset.Parse("2024-01-09T23:30:00-01:00", null) });
        builder.Add(Sale("a", 3));

        Assert.Equal(new DateOnly(2024, 1, 10), builder.LastDay);
    }

    [Fact]
    public void Build_SumsOverSeriesAuthorsGenresAndShop()
    {
        var builder = BuilderOf(SalesPeriod.Day, ("a", 1), ("b", 1), ("b", 2), ("c", 2), ("c", 3));
        foreach (var book in Books)
            builder.Add(book);

        var sums = builder.Build([SeriesKind.Shop, SeriesKind.Item, SeriesKind.Series, SeriesKind.Author, SeriesKind.Genre])
            .ToDictionary(static one => one.Key.ToString(), static one => string.Join(' ', one.Values));

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["shop"] = "2 2",
                ["item a"] = "1 0",
                ["item b"] = "1 1",
                ["item c"] = "1",
                ["series Sea"] = "1 0",
                ["author Ann"] = "2 1",
                ["author Bo"] = "1 0",
                ["genre Crime"] = "2 1",
                ["genre Sea"] = "1 0",
            },
            sums);
        Assert.Equal([2, 1], Assert.Single(builder.Build([SeriesKind.Genre], "Crime")).Values);
        Assert.Empty(builder.Build([SeriesKind.Genre], "crime"));
    }

    [Fact]
    public void SaleKind_IsPurchasesAloneWhereThereAreAny()
    {
        var builder = BuilderOf(SalesPeriod.Day, ("a", 1));
        builder.Add(Sale("a", 1) with { Kind = InteractionKind.Read });
        builder.Add(Sale("a", 1) with { Kind = InteractionKind.Rating });
        builder.Add(Sale("a", 5) with { Kind = InteractionKind.Wish });
        builder.Add(Sale("a", 4) with { OccurredAt = null });

        Assert.Equal(InteractionKind.Purchase, builder.SaleKind);
        Assert.Equal(1, builder.Undated);
        Assert.Equal([1, 0, 0, 0], Assert.Single(builder.Build([SeriesKind.Item])).Values);
    }

    [Fact]
    public void SaleKind_WithoutPurchases_IsReads()
    {
        var builder = new SalesSeriesBuilder(SalesPeriod.Day);
        Assert.Null(builder.SaleKind);
        Assert.Empty(builder.Build([SeriesKind.Shop]));
        builder.Add(Sale("a", 1) with { Kind = InteractionKind.Wish });
        Assert.Null(builder.SaleKind);
        builder.Add(Sale("a", 1) with { Kind = InteractionKind.Read });
        builder.Add(Sale("a", 2) with { Kind = InteractionKind.Rating });

        Assert.Equal(InteractionKind.Read, builder.SaleKind);
    }

    [Fact]
    public void Build_AnyActs_LosesNoneOfThemAndDoesNotDependOnTheirOrder()
    {
        var acts = Gen.Zip(Gen.Elements("a", "b", "c"), Gen.Choose(1, 60)).ListOf().Where(static drawn => drawn.Count > 0);
        Prop.ForAll(acts.ToArbitrary(), drawn =>
        {
            var rows = drawn.ToArray();
            var built = BuilderOf(SalesPeriod.Day, rows).Build([SeriesKind.Item]);
            var other = BuilderOf(SalesPeriod.Day, [.. rows.Reverse()]).Build([SeriesKind.Item]);
            var last = rows.Max(static row => row.Item2);
            return built.Sum(static one => one.Total) == rows.Count(row => row.Item2 < last)
                && built.All(static one => one.Values[0] > 0)
                && built.Select(static one => (one.Key, string.Join(',', one.Values)))
                    .SequenceEqual(other.Select(static one => (one.Key, string.Join(',', one.Values))));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void FromDays_EqualsTheBuilder()
    {
        KeyValuePair<DateOnly, int>[] days = [new(new(2024, 1, 6), 1), new(new(2024, 1, 3), 2), new(new(2024, 1, 9), 5)];

        var series = SalesSeries.FromDays(new(SeriesKind.Item, "a"), SalesPeriod.Day, days, new DateOnly(2024, 1, 9).DayNumber);

        Assert.Equal([2, 0, 0, 1, 0, 0], series.Values);
        Assert.Equal(3, series.Total);
    }

    private static SalesSeriesBuilder BuilderOf(SalesPeriod period, params (string Item, int Day)[] sales)
    {
        var builder = new SalesSeriesBuilder(period);
        foreach (var (item, day) in sales)
            builder.Add(Sale(item, day));
        return builder;
    }

    private static Interaction Sale(string item, int day) => new(
        "u", item, InteractionKind.Purchase, false, null, new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day - 1));
}
