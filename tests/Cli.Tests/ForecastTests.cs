using System.Globalization;
using System.Xml.Linq;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Tests.Support;
using BookRecs.Storage.Sqlite;
using static BookRecs.Cli.Tests.Support.CommandLine;

namespace BookRecs.Cli.Tests;

public sealed class ForecastTests : IAsyncLifetime
{
    private const int Days = 400;

    private static readonly DateTime First = new(2023, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly ManualTime AfterTheLastAct = new(new DateTimeOffset(2024, 6, 14, 23, 59, 0, TimeSpan.Zero));

    private readonly TempFolder _folder = new();

    private string Shop => _folder["shop.db"];

    private string Out => _folder["out"];

    /// <summary>Item a sells two a day and four on Saturdays, item b one every fifth day; the last day is still running.</summary>
    public async ValueTask InitializeAsync()
    {
        var books = _folder.Write(
            "books.csv", "item_id,title,authors,series,genres", "a,Blue <Sea>,Ann;Bo,Sea,Crime;Travel", "b,Green Hill,Ann,,Crime");
        var acts = _folder.Write("interactions.csv", Acts().Prepend("user_id,item_id,is_read,rating,date_added"));
        await SucceedAsync("import", "--format", "canonical", "--interactions", acts, "--books", books, "--into", Shop);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Forecast_OfAnItem_PrintsAndWritesWhatWillBeSold()
    {
        var result = await SucceedAsync("forecast", "--data", Shop, "--item", "a", "--horizon", "28", "--out", Out);

        Assert.Contains("sales are purchases", result.Out, StringComparison.Ordinal);
        Assert.Contains("Blue <Sea> (item a): 914 sold in 400 days from 2023-05-01 on", result.Out, StringComparison.Ordinal);
        Assert.Contains("\n2024-06-08 ", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nchosen: ", result.Out, StringComparison.Ordinal);
        Assert.Equal(["forecast.csv", "forecast.svg", "sales.csv"], FilesOf(Out));
        var rows = Rows("out/forecast.csv");
        Assert.Equal("kind,name,period,date,forecast,lower_80,upper_80,lower_95,upper_95,model", string.Join(',', rows[0]));
        Assert.Equal(28, rows.Count - 1);
        Assert.Equal(["item", "a", "day", "2024-06-04"], rows[1][..4]);
        foreach (var row in rows.Skip(1))
        {
            var isSaturday = DateOnly.Parse(row[3], CultureInfo.InvariantCulture).DayOfWeek == DayOfWeek.Saturday;
            Assert.Equal(isSaturday ? 4 : 2, double.Parse(row[4], CultureInfo.InvariantCulture), 0.05);
        }

        Assert.Equal(Days, Rows("out/sales.csv").Count - 1);
        Assert.Equal("Blue <Sea> (item a)", XDocument.Load(_folder["out/forecast.svg"]).Root!.Elements().First().Value);
    }

    [Theory]
    [InlineData("--series", "Sea", "series,Sea,day,2024-06-04,")]
    [InlineData("--author", "Ann", "author,Ann,day,2024-06-04,")]
    [InlineData("--genre", "Travel", "genre,Travel,day,2024-06-04,")]
    [InlineData("--shop", null, "shop,,day,2024-06-04,")]
    public async Task Forecast_OfAnyKind_IsWritten(string option, string? name, string line)
    {
        string[] subject = name is null ? [option] : [option, name];

        await SucceedAsync(["forecast", "--data", Shop, .. subject, "--horizon", "3", "--out", Out]);

        Assert.StartsWith(line, _folder.Lines("out/forecast.csv")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_ByWeekWithOtherLevels_IsWritten()
    {
        await SucceedAsync(
            "forecast", "--data", Shop, "--shop", "--period", "week", "--horizon", "2", "--level", "50,90,99.5", "--season", "1",
            "--criterion", "absolute", "--until", "2024-04-03", "--out", Out);

        var lines = _folder.Lines("out/forecast.csv");
        Assert.Equal("kind,name,period,date,forecast,lower_50,upper_50,lower_90,upper_90,lower_99.5,upper_99.5,model", lines[0]);
        Assert.StartsWith("shop,,week,2024-04-01,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("shop,,week,2024-04-08,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_OfAll_WritesEverySeriesAndPlotsTheBest()
    {
        var result = await SucceedAsync("forecast", "--data", Shop, "--all", "--horizon", "7", "--plots", "2", "--out", Out);

        Assert.Contains("\n8 series; forecast.csv and plots/ are in ", result.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(["forecast.csv", "plots/001-shop.svg", "plots/002-author-ann.svg"], FilesOf(Out));
        Assert.Equal(8 * 7, Rows("out/forecast.csv").Count - 1);

        await SucceedAsync("forecast", "--data", Shop, "--all", "--of", "genre", "--plots", "1", "--horizon", "7", "--out", Out);
        Assert.Equal(["forecast.csv", "plots/001-genre-crime.svg"], FilesOf(Out));
        Assert.Equal(2 * 7, Rows("out/forecast.csv").Count - 1);
    }

    [Fact]
    public async Task Forecast_OfAll_RemovesPlotsOfAnEarlierRunAndNoOtherFile()
    {
        string[] plots = ["001-shop.svg", "019-item-b.svg", "020-genre-old.svg", "1000-author-ann.svg", "10000-series.svg"];
        string[] others = ["001-genre-crime.png", "001-notes.svg", "12-genre-old.svg", "abc-notes.svg", "abc-genre-old.svg", "copy-001-shop.svg"];
        Directory.CreateDirectory(Path.Combine(Out, "plots"));
        foreach (var name in plots.Concat(others))
            File.WriteAllText(Path.Combine(Out, "plots", name), "old");

        await SucceedAsync("forecast", "--data", Shop, "--all", "--of", "genre", "--plots", "1", "--horizon", "7", "--out", Out);

        Assert.Equal(["forecast.csv", .. others.Append("001-genre-crime.svg").Order(StringComparer.Ordinal).Select(static name => $"plots/{name}")], FilesOf(Out));
    }

    [Fact]
    public async Task Forecast_OneThreadOrThree_WritesTheSame()
    {
        await SucceedAsync("forecast", "--data", Shop, "--all", "--threads", "1", "--out", _folder["one"]);
        await SucceedAsync("forecast", "--data", Shop, "--all", "--threads", "3", "--out", _folder["three"]);

        Assert.All(FilesOf(_folder["one"]), file => Assert.Equal(
            File.ReadAllText(_folder[$"one/{file}"]), File.ReadAllText(_folder[$"three/{file}"])));
    }

    [Fact]
    public async Task Forecast_WhileTheShopIsInUse_StillReadsIt()
    {
        await using var running = SqliteShop.Open(Shop);

        await SucceedAsync("forecast", "--data", Shop, "--shop", "--out", Out);
    }

    [Fact]
    public async Task Backtest_PrintsMaseRatioAndCoverage_AndWritesNothing()
    {
        var result = await SucceedAsync("forecast", "--data", Shop, "--all", "--horizon", "7", "--backtest", "--origins", "2", "--out", Out);

        var text = result.Out.ReplaceLineEndings("\n");
        Assert.Contains("8 series, 16 forecasts of 7 periods, season 7;", text, StringComparison.Ordinal);
        Assert.Contains("\nchosen by squared error ", text, StringComparison.Ordinal);
        Assert.Contains("\nseasonal_naive ", text, StringComparison.Ordinal);
        Assert.Contains("\nintervals of 80 % held ", text, StringComparison.Ordinal);
        Assert.Contains("\nintervals of 95 % held ", text, StringComparison.Ordinal);
        Assert.Contains("\nmean MASE ", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out), "a backtest writes no file");
    }

    [Fact]
    public async Task Backtest_WithoutAYearOfSales_IsRefused() => Assert.Contains(
        "--shop finds 1 series; --backtest needs at least one of 365 days",
        await RefuseAsync("forecast", "--data", Shop, "--shop", "--backtest", "--until", "2023-12-31"),
        StringComparison.Ordinal);

    [Fact]
    public async Task Forecast_OfAnUnknownName_IsRefusedWithTheOneAlike()
    {
        var line = await RefuseAsync("forecast", "--data", Shop, "--genre", "crime", "--out", Out);

        Assert.Contains("--genre is 'crime'; it must be one with a sale before 2024-06-04, such as 'Crime'", line, StringComparison.Ordinal);
        Assert.Contains("--item is 'z'; it must be one with a sale", await RefuseAsync("forecast", "--data", Shop, "--item", "z"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out), "nothing may be written when the input is refused");
    }

    [Fact]
    public async Task Forecast_BeforeAnySale_IsRefused() => Assert.Contains(
        "--all finds no sale before 2023-01-02",
        await RefuseAsync("forecast", "--data", Shop, "--all", "--until", "2023-01-01"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("9999-12-30", "day")]
    [InlineData("9999-12-30", "week")]
    [InlineData("2500-01-01", "day")]
    [InlineData("2024-06-15", "week")]
    [InlineData("2024-06-15", "day", "--backtest")]
    public async Task Forecast_UntilADayInTheFuture_IsRefused(string until, string period, params string[] more)
    {
        Assert.Contains(
            $"--until is '{until}'; it must be at most 2024-06-14, today in UTC",
            await RefuseAtAsync(AfterTheLastAct, ["forecast", "--data", Shop, "--shop", "--period", period, "--until", until, "--out", Out, .. more]),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out), "nothing may be written when the input is refused");
    }

    [Fact]
    public async Task Forecast_OfAShopThatIsAheadOfTheClock_MayGoToItsLastAct()
    {
        var before = new ManualTime(AfterTheLastAct.GetUtcNow().AddDays(-20));
        string[] verb = ["forecast", "--data", Shop, "--shop", "--out", Out, "--until"];
        Assert.Contains(
            "--until is '2024-06-05'; it must be at most 2024-06-04, the day of the shop's last act",
            await RefuseAtAsync(before, [.. verb, "2024-06-05"]),
            StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, (await RunAtAsync(before, [.. verb, "2024-06-04"])).Code);
    }

    [Fact]
    public async Task Forecast_UntilToday_CountsTheDaysSinceTheLastActAsDaysWithoutSales()
    {
        var result = await RunAtAsync(
            AfterTheLastAct, "forecast", "--data", Shop, "--shop", "--until", "2024-06-14", "--horizon", "2", "--out", Out);

        Assert.Equal((ExitCode.Success, ""), (result.Code, result.Error));
        Assert.StartsWith("shop,,day,2024-06-15,", _folder.Lines("out/forecast.csv")[1], StringComparison.Ordinal);
        Assert.Equal(
            ["2024-06-04,3", .. Enumerable.Range(5, 10).Select(static day => $"2024-06-{day:00},0")],
            Rows("out/sales.csv").TakeLast(11).Select(static row => string.Join(',', row[3..])));
    }

    [Fact]
    public async Task Forecast_UntilTheDayOfTheLastAct_BeginsAfterIt()
    {
        await SucceedAsync("forecast", "--data", Shop, "--shop", "--until", "2024-06-04", "--horizon", "2", "--out", Out);

        Assert.StartsWith("shop,,day,2024-06-05,", _folder.Lines("out/forecast.csv")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_ShopWithoutDates_IsRefused()
    {
        var acts = _folder.Write("undated.csv", "user_id,item_id", "u,a");
        await SucceedAsync("import", "--format", "canonical", "--interactions", acts, "--into", _folder["undated.db"]);

        Assert.Contains(
            "it must hold at least one purchase, read or rating with a date",
            await RefuseAsync("forecast", "--data", _folder["undated.db"], "--shop"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing to forecast is named; exactly one of")]
    [InlineData("--item and --all are given; exactly one of", "--all", "--item", "a")]
    [InlineData("--item is ''; it must not be empty", "--item", "")]
    [InlineData("--horizon is '0'; it must be a whole number from 1 to 366", "--shop", "--horizon", "0")]
    [InlineData("--season is '-1'; it must be a whole number from 0 to 366", "--shop", "--season", "-1")]
    [InlineData("--period is 'month'; it must be one of day, week", "--shop", "--period", "month")]
    [InlineData("--level is '95,80'; it must be 1 to 5 rising numbers above 0 and below 100", "--shop", "--level", "95,80")]
    [InlineData("--level is '100'; it must be 1 to 5 rising numbers", "--shop", "--level", "100")]
    [InlineData("--criterion is 'best'; it must be one of squared, absolute", "--shop", "--criterion", "best")]
    [InlineData("--of is 'books'; it must be names out of shop, item, series, author, genre", "--all", "--of", "books")]
    [InlineData("--until is '1.6.2024'; it must be a day such as 2024-06-30", "--shop", "--until", "1.6.2024")]
    [InlineData("--origins is '0'; it must be a whole number from 1 to 100", "--shop", "--backtest", "--origins", "0")]
    public async Task Forecast_BadUsage_NamesOptionValueAndRule(string rule, params string[] arguments) =>
        Assert.Contains(rule, await RefuseAsync(["forecast", "--data", Shop, .. arguments]), StringComparison.Ordinal);

    [Fact]
    public async Task Forecast_Stopped_EndsWith130AndLeavesNothing()
    {
        var result = await RunStoppedAsync("forecast", "--data", Shop, "--shop", "--out", Out);

        Assert.Equal(ExitCode.Stopped, result.Code);
        Assert.False(Directory.Exists(Out), "a stopped forecast must leave nothing");
    }

    private static IEnumerable<string> Acts()
    {
        for (var day = 0; day <= Days; day++)
        {
            var date = First.AddDays(day);
            var sold = date.DayOfWeek == DayOfWeek.Saturday ? 4 : 2;
            for (var act = 0; act < sold; act++)
                yield return $"u{act},a,,,{date:yyyy-MM-dd'T'HH:mm:ss'Z'}";
            if (day % 5 == 0)
                yield return $"u0,b,,,{date:yyyy-MM-dd'T'HH:mm:ss'Z'}";
        }
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private List<string[]> Rows(string name) => [.. _folder.Lines(name).Select(static line => line.Split(','))];
}
