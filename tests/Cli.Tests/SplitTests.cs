using System.Globalization;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Tests.Support;
using static BookRecs.Cli.Tests.Support.CommandLine;

namespace BookRecs.Cli.Tests;

public sealed class SplitTests : IDisposable
{
    private const string Header = "user_id,item_id,is_read,rating,date_added";

    private readonly TempFolder _folder = new();
    private readonly string _data;
    private readonly string[] _rows;

    public SplitTests()
    {
        // 20 users with 10 distinct items each out of 40, one act a day.
        _rows =
        [
            .. from user in Enumerable.Range(0, 20)
               from act in Enumerable.Range(0, 10)
               let day = new DateTime(2024, 1, 1).AddDays((act * 20) + user)
               let item = ((user * 3) + (act * 7)) % 40
               select string.Create(CultureInfo.InvariantCulture, $"u{user:00},i{item:00},true,4,{day:yyyy-MM-dd}T00:00:00Z"),
        ];
        _data = _folder.Write("interactions.csv.gz", [Header, .. _rows]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("time")]
    [InlineData("user")]
    [InlineData("item")]
    public async Task Split_TrainAndTest_PartitionTheInput(string by)
    {
        await SplitAsync(by, "out");

        Assert.Equal(["interactions.csv.gz", "out/test.csv.gz", "out/train.csv.gz"], _folder.Files);
        Assert.Equal(Header, _folder.Lines("out/train.csv.gz")[0]);
        Assert.Equal(Header, _folder.Lines("out/test.csv.gz")[0]);
        Assert.Equal(Keys(_rows), Keys([.. Rows("out/train.csv.gz"), .. Rows("out/test.csv.gz")]));
    }

    [Fact]
    public async Task Split_ByTime_PutsTheLatestActsIntoTest()
    {
        await SplitAsync("time", "out");

        Assert.Equal(40, Rows("out/test.csv.gz").Length);
        Assert.True(
            string.CompareOrdinal(Rows("out/train.csv.gz").Max(DateOf), Rows("out/test.csv.gz").Min(DateOf)) < 0,
            "every train act must be earlier than every test act");
    }

    [Fact]
    public async Task Split_ByUser_HoldsOutTheShareOfEachUser()
    {
        await SplitAsync("user", "out");

        Assert.All(Rows("out/test.csv.gz").CountBy(row => row.Split(',')[0]), user => Assert.Equal(2, user.Value));
        Assert.Equal(40, Rows("out/test.csv.gz").Length);
    }

    [Fact]
    public async Task Split_ByItem_HoldsOutWholeItems()
    {
        await SplitAsync("item", "out");

        var train = Rows("out/train.csv.gz").Select(row => row.Split(',')[1]).ToHashSet();
        var test = Rows("out/test.csv.gz").Select(row => row.Split(',')[1]).ToHashSet();
        Assert.Equal(8, test.Count);
        Assert.Empty(train.Intersect(test));
    }

    [Theory]
    [InlineData("user")]
    [InlineData("item")]
    public async Task Split_SameSeed_GivesTheSameBytesAndAnotherSeedOthers(string by)
    {
        await SplitAsync(by, "one");
        await SplitAsync(by, "two");
        await SplitAsync(by, "other", seed: "43");

        Assert.Equal(File.ReadAllBytes(_folder["one/test.csv.gz"]), File.ReadAllBytes(_folder["two/test.csv.gz"]));
        Assert.NotEqual(Rows("one/test.csv.gz"), Rows("other/test.csv.gz"));
    }

    [Fact]
    public async Task Split_RepeatedActs_AreCountedNotDroppedInSilence()
    {
        var data = _folder.Write(
            "repeats.csv", Header, "u1,a,,,2024-01-01", "u1,b,,,2024-01-02", "u1,a,,,2024-01-09", "u2,a,,,2024-01-03", "u2,c,,,2024-01-10");

        var result = await SucceedAsync("split", "--data", data, "--by", "time", "--fraction", "0.4", "--out", _folder["out"]);

        Assert.Equal(3, Rows("out/train.csv.gz").Length);
        Assert.Single(Rows("out/test.csv.gz"));
        Assert.Matches(@"left out +1 later acts", result.Out);
    }

    [Fact]
    public async Task Split_ByTimeWithoutDates_IsRefused()
    {
        var data = _folder.Write("undated.csv", Header, "u1,a,,,", "u2,b,,,");

        var line = await RefuseAsync("split", "--data", data, "--by", "time", "--out", _folder["out"]);

        Assert.Contains("a split by time needs dates", line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]), "nothing may be written when the input is refused");
    }

    [Theory]
    [InlineData("time")]
    [InlineData("user")]
    [InlineData("item")]
    public async Task Split_EveryRowRejected_IsRefusedAndLeavesTheEarlierParts(string by)
    {
        await SplitAsync(by, "out");
        var before = Rows("out/test.csv.gz");
        var data = _folder.Write("broken.csv", Header, "u1,a,,9,", "u2,a,,9,");

        var line = await RefuseAsync("split", "--data", data, "--by", by, "--out", _folder["out"]);

        Assert.Contains($"--data: all 2 rows are rejected, the first as {data}:2: bad_rating", line, StringComparison.Ordinal);
        Assert.Equal(before, Rows("out/test.csv.gz"));
    }

    [Fact]
    public async Task Split_RejectedRows_AreReportedOnce()
    {
        var data = _folder.Write("broken.csv", [Header, "u1,a,,9,", .. _rows]);

        var result = await SucceedAsync("split", "--data", data, "--by", "user", "--out", _folder["out"]);

        Assert.Contains("rejected: 1 bad_rating", result.Error, StringComparison.Ordinal);
        Assert.Contains($"{data}:2: bad_rating", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Split_OfGeneratedData_KeepsItsLabel()
    {
        await SucceedAsync("generate", "--users", "20", "--items", "40", "--interactions", "80", "--out", _folder["shop"]);

        await SucceedAsync("split", "--data", _folder["shop/interactions.csv.gz"], "--by", "user", "--out", _folder["out"]);

        Assert.Equal(File.ReadAllText(_folder["shop/SYNTHETIC.md"]), File.ReadAllText(_folder["out/SYNTHETIC.md"]));
    }

    [Fact]
    public async Task Split_Stopped_EndsWith130AndLeavesNothing()
    {
        var result = await RunStoppedAsync("split", "--data", _data, "--by", "user", "--out", _folder["out"]);

        Assert.Equal(ExitCode.Stopped, result.Code);
        Assert.Equal(["interactions.csv.gz"], _folder.Files);
    }

    [Fact]
    public async Task Split_StoppedWhileEveryRowIsRejected_EndsWith130()
    {
        var data = _folder.Write("broken.csv", [Header, .. Enumerable.Repeat(",,,,", 30_000)]);

        var result = await RunStoppedHalfwayAsync("split", "--data", data, "--by", "user", "--out", _folder["out"]);

        Assert.Equal(ExitCode.Stopped, result.Code);
    }

    private static IEnumerable<string> Keys(IEnumerable<string> rows) =>
        rows.Select(row => row.Split(',')).Select(fields => $"{fields[0]} {fields[1]} {fields[4][..10]}").Order(StringComparer.Ordinal);

    private static string DateOf(string row) => row.Split(',')[4];

    private string[] Rows(string file) => [.. _folder.Lines(file).Skip(1)];

    private Task<CommandLineResult> SplitAsync(string by, string folder, string seed = "42") =>
        SucceedAsync("split", "--data", _data, "--by", by, "--fraction", "0.2", "--seed", seed, "--out", _folder[folder]);
}
