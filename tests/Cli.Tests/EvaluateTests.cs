using System.Text.Json;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Tests.Support;
using static BookRecs.Cli.Tests.Support.CommandLine;

namespace BookRecs.Cli.Tests;

public sealed class EvaluateTests : IDisposable
{
    private const string Header = "user_id,item_id,is_read,rating,date_added";

    private readonly TempFolder _folder = new();
    private readonly string _train;
    private readonly string _test;

    public EvaluateTests()
    {
        // a has 9 train users, b has 7, c has 1; d and e have none. Popular lists are b, c for u4 and u3's b alone, c for u2 and u1.
        string[] pairs =
        [
            "u1,a", "u1,b", "u2,a", "u2,b", "u3,a", "u3,c", "u4,a", "u5,a", "u5,b", "u6,a", "u6,b", "u7,a", "u7,b", "u8,a", "u8,b",
            "u9,a", "u9,b",
        ];
        _train = _folder.Write("train.csv.gz", [Header, .. pairs.Select(pair => $"{pair},,,")]);
        _test = _folder.Write("test.csv", Header, "u4,b,,,", "u4,d,,,", "u3,b,,,", "u2,c,,,", "u1,e,,,", "u2,c,true,,");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_SmallExample_EqualsTheFiguresByHand()
    {
        await SucceedAsync("evaluate", "--train", _train, "--test", _test, "--models", "popular", "--k", "1,2", "--out", _folder["report"]);

        using var metrics = JsonDocument.Parse(File.ReadAllBytes(_folder["report/metrics.json"]));
        var model = metrics.RootElement.GetProperty("models")[0];

        // u4 finds b at rank 1 but not d: 1 / (1 + 1/log2 3) = 0.61315; u3 and u2 find all; u1 cannot find e.
        AssertSlice(model.GetProperty("overall"), users: 4, ("ndcg@2", 0.65329), ("recall@2", 0.625), ("recall_capped@2", 0.625));
        AssertSlice(model.GetProperty("overall"), users: 4, ("ndcg@1", 0.75), ("recall@1", 0.625), ("recall_capped@1", 0.75));
        AssertSlice(model.GetProperty("overall"), users: 4, ("coverage@1", 0.4), ("coverage@2", 0.4));
        AssertSlice(model.GetProperty("warm"), users: 2, ("ndcg@2", 1), ("recall@2", 1), ("recall_capped@2", 1));
        AssertSlice(model.GetProperty("cold"), users: 3, ("ndcg@2", 0.33333), ("recall@2", 0.33333), ("recall_capped@2", 0.33333));
    }

    [Fact]
    public async Task Evaluate_MetricsJson_HasExactlyTheDocumentedShape()
    {
        await SucceedAsync("evaluate", "--train", _train, "--test", _test, "--models", "all", "--k", "10,20", "--out", _folder["report"]);

        using var metrics = JsonDocument.Parse(File.ReadAllBytes(_folder["report/metrics.json"]));
        Assert.Equal(["protocol", "models"], Names(metrics.RootElement));
        var models = metrics.RootElement.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal(
            ["popular", "item_to_item", "blend", "rp3beta", "sparse_linear", "latent_factors", "ease", "user_to_user", "engine", "served"],
            models.Select(model => model.GetProperty("name").GetString()));
        string[] slice =
        [
            "ndcg@10", "recall@10", "recall_capped@10", "coverage@10", "ndcg@20", "recall@20", "recall_capped@20", "coverage@20", "users",
        ];
        Assert.All(models, model =>
        {
            Assert.Equal(["name", "overall", "warm", "cold", "fit_seconds", "recommend_seconds"], Names(model));
            Assert.All((string[])["overall", "warm", "cold"], name => Assert.Equal(slice, Names(model.GetProperty(name))));
        });
    }

    [Fact]
    public async Task Evaluate_TellsHowFarRecordsTellWhoActs()
    {
        await SucceedAsync("generate", "--users", "200", "--items", "150", "--interactions", "3000", "--out", _folder["shop"]);
        await SucceedAsync("split", "--data", _folder["shop/interactions.csv.gz"], "--by", "user", "--out", _folder["split"]);
        string[] command =
        [
            "evaluate", "--train", _folder["split/train.csv.gz"], "--test", _folder["split/test.csv.gz"], "--models", "popular", "--out", _folder["report"],
        ];

        var result = await SucceedAsync([.. command, "--books", _folder["shop/books.csv.gz"]]);

        Assert.Contains("records: users act on books like theirs", result.Out, StringComparison.Ordinal);
        Assert.True(PopularLift() > 1, "books of a generated shop share users with those that are like them");

        result = await SucceedAsync(command);

        Assert.DoesNotContain("records:", result.Out, StringComparison.Ordinal);
        Assert.Null(PopularLift());
    }

    [Fact]
    public async Task Evaluate_RecommendationFiles_HoldTheListsOfTheTestUsers()
    {
        await SucceedAsync("evaluate", "--train", _train, "--test", _test, "--models", "popular", "--k", "2", "--out", _folder["report"]);

        var lines = _folder.Lines("report/recommendations/popular.csv");
        Assert.Equal("user_id,item_id,rank,score", lines[0]);
        Assert.Equal(
            ["u4,b,1", "u4,c,2", "u3,b,1", "u2,c,1", "u1,c,1"], lines.Skip(1).Select(line => line[..line.LastIndexOf(',')]));
        Assert.Equal("model,slice,metric,k,value,users", _folder.Lines("report/metrics.csv")[0]);
        Assert.Contains("popular,overall,ndcg,2,0.65329,4", _folder.Lines("report/metrics.csv"));
    }

    [Fact]
    public async Task Evaluate_Table_HasAModelALineForEachK()
    {
        var result = await SucceedAsync(
            "evaluate", "--train", _train, "--test", _test, "--models", "popular,item_to_item", "--k", "1,2", "--out", _folder["report"]);

        var lines = result.Out.Split('\n');
        Assert.Equal(2, lines.Count(line => line.StartsWith("popular ", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.StartsWith("item_to_item ", StringComparison.Ordinal)));
        Assert.Contains("k = 2; users: 4 overall, 2 warm, 3 cold", result.Out, StringComparison.Ordinal);
        Assert.Contains("0.6533", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ColdCandidates_RanksOnlyItemsWithoutTrainInteraction()
    {
        var books = _folder.Write(
            "books.csv",
            "item_id,title,authors",
            "a,Blue Sea,Ann Lee",
            "b,Blue Sky,Ann Lee", "c,Red Sand,Bo Dee", "d,Blue Hill,Ann Lee", "e,Red Rock,Bo Dee");

        await SucceedAsync(
            "evaluate", "--train", _train, "--test", _test, "--books", books, "--models", "content", "--candidates", "cold",
            "--out", _folder["report"]);

        var items = _folder.Lines("report/recommendations/content.csv").Skip(1).Select(line => line.Split(',')[1]).ToHashSet();
        Assert.NotEmpty(items);
        Assert.Subset(new HashSet<string> { "d", "e" }, items);
    }

    [Fact]
    public async Task Evaluate_ColdCandidatesWhereThereAreNone_IsRefused()
    {
        string[] command = ["evaluate", "--train", _train, "--test", _test, "--models", "popular", "--candidates", "cold", "--out", _folder["report"]];
        var books = _folder.Write("books.csv", "item_id,title", "a,Blue Sea", "b,Blue Sky", "c,Red Sand");
        const string Problem = "--candidates is 'cold'; --books must then name an item without train interactions";

        Assert.Contains(Problem, await RefuseAsync(command), StringComparison.Ordinal);
        Assert.Contains(Problem, await RefuseAsync([.. command, "--books", books]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ServedListsOfColdItemsOnly_IsRefused()
    {
        var line = await RefuseAsync(
            "evaluate", "--train", _train, "--test", _test, "--models", "engine,served", "--candidates", "cold", "--out", _folder["report"]);
        Assert.Contains("--models names served, whose lists are of all books; leave it out with --candidates cold", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_OneThreadOrThree_GivesTheSameLists()
    {
        await SucceedAsync("evaluate", "--train", _train, "--test", _test, "--threads", "1", "--out", _folder["one"]);
        await SucceedAsync("evaluate", "--train", _train, "--test", _test, "--threads", "3", "--out", _folder["three"]);

        foreach (var model in (string[])["popular", "item_to_item", "blend", "latent_factors", "engine"])
            Assert.Equal(_folder.Lines($"one/recommendations/{model}.csv"), _folder.Lines($"three/recommendations/{model}.csv"));
        Assert.Equal(_folder.Lines("one/metrics.csv"), _folder.Lines("three/metrics.csv"));
    }

    [Fact]
    public async Task Evaluate_FewerModelsIntoTheSameFolder_LeavesNoListsOfTheOthers()
    {
        await SucceedAsync("evaluate", "--train", _train, "--test", _test, "--out", _folder["report"]);
        await SucceedAsync("evaluate", "--train", _train, "--test", _test, "--models", "popular", "--out", _folder["report"]);

        Assert.Equal(
            ["report/metrics.csv", "report/metrics.json", "report/recommendations/popular.csv"],
            _folder.Files.Where(file => file.StartsWith("report/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Evaluate_RejectedRows_AreReportedWithFileAndLine()
    {
        var test = _folder.Write("broken.csv", Header, "u4,b,,,", ",b,,,", "u3,b,,five,");

        var result = await SucceedAsync("evaluate", "--train", _train, "--test", test, "--models", "popular", "--out", _folder["report"]);

        Assert.Contains("rejected: 1 bad_rating, 1 id_empty", result.Error, StringComparison.Ordinal);
        Assert.Contains($"{test}:3: id_empty", result.Error, StringComparison.Ordinal);
        Assert.Contains($"{test}:4: bad_rating: rating is 'five'", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user_id,item_id", "must hold at least one interaction")]
    [InlineData("reader,item_id\nu1,a", "the column 'user_id' is missing")]
    [InlineData("user_id,item_id\n,a\n,b", "--test: all 2 rows are rejected, the first as ")]
    public async Task Evaluate_TestFileWithoutAnInteraction_IsRefused(string content, string problem)
    {
        var test = _folder.Write("other.csv", content.Split('\n'));

        var line = await RefuseAsync("evaluate", "--train", _train, "--test", test, "--models", "popular", "--out", _folder["report"]);

        Assert.Contains(problem, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["report"]), "nothing may be written when the input is refused");
    }

    [Theory]
    [InlineData("content", "books (--books FILE)")]
    [InlineData("trending", "dates")]
    [InlineData("co_purchase", "dates")]
    [InlineData("new", "dates and years of publication")]
    public async Task Evaluate_AModelThatTheDataHasNothingFor_SaysWhatItLearnsFrom(string model, string missing)
    {
        var result = await SucceedAsync("evaluate", "--train", _train, "--test", _test, "--models", $"popular,{model}", "--out", _folder["report"]);

        Assert.Contains($"{model} learns from {missing}, and there are none", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("popular learns", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_TruncatedGzip_IsRefusedByFile()
    {
        var broken = _folder["broken.csv.gz"];
        File.WriteAllBytes(broken, File.ReadAllBytes(_train)[..^12]);

        var line = await RefuseAsync("evaluate", "--train", broken, "--test", _test, "--models", "popular", "--out", _folder["report"]);

        Assert.Contains(broken, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_OutThatCannotBeWritten_IsRefusedBeforeTheFilesAreRead()
    {
        var empty = _folder.Write("empty.csv", Header);
        var path = _folder["empty.csv/report"];

        var line = await RefuseAsync("evaluate", "--train", empty, "--test", _test, "--models", "popular", "--out", path);

        Assert.StartsWith($"bookrecs: --out is '{path}'; it must be a folder that can be written: ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_FilesThatCannotBeSaved_StillPrintsTheFigures()
    {
        Directory.CreateDirectory(_folder["report/metrics.json"]);

        var result = await RunAsync("evaluate", "--train", _train, "--test", _test, "--models", "popular", "--k", "2", "--out", _folder["report"]);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("k = 2; users: 4 overall, 2 warm, 3 cold", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("metrics.json, metrics.csv and recommendations/ are in", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_Stopped_EndsWith130AndLeavesNothing()
    {
        var result = await RunStoppedAsync("evaluate", "--train", _train, "--test", _test, "--out", _folder["report"]);

        Assert.Equal(ExitCode.Stopped, result.Code);
        Assert.False(Directory.Exists(_folder["report"]), "a stopped run must leave nothing");
    }

    private static void AssertSlice(JsonElement slice, int users, params (string Name, double Value)[] figures)
    {
        Assert.Equal(users, slice.GetProperty("users").GetInt32());
        Assert.All(figures, figure => Assert.Equal(figure.Value, slice.GetProperty(figure.Name).GetDouble()));
    }

    private double? PopularLift()
    {
        using var metrics = JsonDocument.Parse(File.ReadAllBytes(_folder["report/metrics.json"]));
        var lift = metrics.RootElement.GetProperty("protocol").GetProperty("content_lift").GetProperty("popular");
        return lift.ValueKind == JsonValueKind.Null ? null : lift.GetDouble();
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
