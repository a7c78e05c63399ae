using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Tests.Support;
using static BookRecs.Cli.Tests.Support.CommandLine;

namespace BookRecs.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private static readonly string[] Verbs = ["import", "generate", "train", "evaluate", "split", "forecast", "migrate", "health", "retrain", "simulate"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Help_OfTheProgram_NamesEveryVerb()
    {
        var result = await SucceedAsync("--help");

        Assert.All(Verbs, verb => Assert.Contains($"\n  {verb} ", result.Out, StringComparison.Ordinal));
        Assert.Contains(
            "Exit codes: 0 done, 1 failed, 2 bad usage or bad input, 130 stopped by Ctrl-C.", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("generate")]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("split")]
    [InlineData("forecast")]
    [InlineData("migrate")]
    [InlineData("health")]
    [InlineData("retrain")]
    [InlineData("simulate")]
    public async Task Help_OfAVerb_HasAnExampleOfIt(string verb)
    {
        var result = await SucceedAsync(verb, "--help");

        Assert.Contains($"Examples:\n  bookrecs {verb} --", result.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import", "--format <canonical|goodreads|bookcrossing|movielens>", "--interactions", "--books")]
    [InlineData("import", "--authors", "--series", "--genres", "--into", "--rejects")]
    [InlineData("generate", "--users", "--items", "--interactions", "--seed", "--out")]
    [InlineData("train", "--data", "--out", "--seed", "--threads")]
    [InlineData("evaluate", "--train", "--test", "--books", "--models", "--k", "--candidates <all|cold>", "--ablation", "--seed", "--out", "--threads")]
    [InlineData("migrate", "--data", "--retention-months")]
    [InlineData("health", "--url", "--ready")]
    [InlineData("retrain", "--url", "--timeout-minutes")]
    [InlineData("simulate", "--from <FILE|DB>", "--last", "--rate", "--real-time-factor", "--to <http|kafka>", "--url", "--brokers")]
    [InlineData("simulate", "--topic-prefix", "--group", "--kafka-config", "--key-variable", "--run", "--wait")]
    [InlineData("split", "--data", "--by <time|user|item>", "--fraction", "--seed", "--out")]
    [InlineData("forecast", "--data", "--item", "--series", "--author", "--genre", "--shop", "--all", "--of", "--horizon")]
    [InlineData("forecast", "--period <day|week>", "--season", "--level", "--criterion <squared|absolute>", "--until", "--out", "--plots")]
    [InlineData("forecast", "--backtest", "--origins", "--threads")]
    public async Task Help_OfAVerb_NamesEveryOption(string verb, params string[] options)
    {
        var result = await SucceedAsync(verb, "--help");

        Assert.All(options, option => Assert.Contains($"\n  {option} ", result.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verb_NotGiven_IsRefusedWithTheVerbs() => Assert.Equal(
        "bookrecs: no verb given; it must be one of import, generate, train, evaluate, split, forecast, migrate, health, retrain, simulate (see: bookrecs --help)", await RefuseAsync());

    [Fact]
    public async Task Verb_Unknown_IsRefusedWithTheVerbs() => Assert.Equal(
        "bookrecs: 'improt' is not a verb; it must be one of import, generate, train, evaluate, split, forecast, migrate, health, retrain, simulate (see: bookrecs --help)",
        await RefuseAsync("improt", "--into", "x"));

    [Theory]
    [InlineData("--users", "0", "it must be a whole number from 1 to ")]
    [InlineData("--users", "1.5", "it must be a whole number from 1 to ")]
    [InlineData("--items", "many", "it must be a whole number from 20 to ")]
    [InlineData("--interactions", "99999999999", "it must be a whole number from 1 to ")]
    [InlineData("--seed", "-1", "it must be a whole number from 0 to 2147483647")]
    public async Task Generate_NumberOutOfBounds_NamesOptionValueAndRule(string option, string value, string rule)
    {
        var arguments = new Dictionary<string, string>
        {
            ["--users"] = "5",
            ["--items"] = "20",
            ["--interactions"] = "5",
            ["--out"] = _folder["out"],
            [option] = value,
        };

        var line = await RefuseAsync(["generate", .. arguments.SelectMany(pair => new[] { pair.Key, pair.Value })]);

        Assert.Contains($"{option} is '{value}'; {rule}", line, StringComparison.Ordinal);
        Assert.Contains("(see: bookrecs generate --help)", line, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Theory]
    [InlineData("--models", "popular,best", "names out of popular, ")]
    [InlineData("--models", "popular,popular", "each once")]
    [InlineData("--models", "", "it must be all, or names")]
    [InlineData("--k", "0", "whole numbers from 1 to 1000")]
    [InlineData("--k", "10,1001", "whole numbers from 1 to 1000")]
    [InlineData("--k", "10,10", "each once")]
    [InlineData("--k", "10;20", "separated by commas")]
    [InlineData("--candidates", "warm", "it must be one of all, cold")]
    [InlineData("--threads", "0", "it must be a whole number from 1 to 1024")]
    public async Task Evaluate_BadValue_NamesOptionValueAndRule(string option, string value, string rule)
    {
        var file = _folder.Write("interactions.csv", "user_id,item_id,is_read,rating,date_added");

        var line = await RefuseAsync("evaluate", "--train", file, "--test", file, "--out", _folder["out"], option, value);

        Assert.Contains($"{option} is '{value}'; ", line, StringComparison.Ordinal);
        Assert.Contains(rule, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--by", "day", "it must be one of time, user, item")]
    [InlineData("--fraction", "0", "it must be a number above 0 and below 1")]
    [InlineData("--fraction", "1", "it must be a number above 0 and below 1")]
    [InlineData("--fraction", "NaN", "it must be a number above 0 and below 1")]
    [InlineData("--fraction", "20%", "it must be a number above 0 and below 1")]
    public async Task Split_BadValue_NamesOptionValueAndRule(string option, string value, string rule)
    {
        var file = _folder.Write("interactions.csv", "user_id,item_id,is_read,rating,date_added");
        var arguments = new Dictionary<string, string> { ["--by"] = "user", ["--out"] = _folder["out"], [option] = value };

        var line = await RefuseAsync(["split", "--data", file, .. arguments.SelectMany(pair => new[] { pair.Key, pair.Value })]);

        Assert.Contains($"{option} is '{value}'; {rule}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Option_Unknown_IsRefusedByName()
    {
        var file = _folder.Write("shop.db");

        var line = await RefuseAsync("train", "--data", file, "--out", _folder["out"], "--sed", "42");

        Assert.Contains("'--sed'", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import", "--format", "canonical", "--books", "{file}", "--into")]
    [InlineData("generate", "--users", "5", "--items", "20", "--interactions", "5", "--out")]
    [InlineData("train", "--data", "{file}", "--out")]
    [InlineData("evaluate", "--train", "{file}", "--test", "{file}", "--out")]
    [InlineData("split", "--data", "{file}", "--by", "user", "--out")]
    [InlineData("forecast", "--shop", "--data")]
    public async Task RequiredOption_Missing_IsRefusedByName(params string[] arguments)
    {
        var file = _folder.Write("file.csv");

        var line = await RefuseAsync([.. arguments.SkipLast(1).Select(argument => argument == "{file}" ? file : argument)]);

        Assert.Contains($"'{arguments[^1]}' is required", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{missing}", "there is no such file")]
    [InlineData("{folder}", "a folder; it must be a file")]
    public async Task InputFile_MissingOrAFolder_IsRefusedByName(string file, string rule)
    {
        var path = file == "{missing}" ? _folder["nothing.csv"] : _folder["folder"];
        Directory.CreateDirectory(_folder["folder"]);

        Assert.Contains(
            $"--data is '{path}'",
            await RefuseAsync("split", "--data", path, "--by", "user", "--out", _folder["out"]),
            StringComparison.Ordinal);
        Assert.Contains(rule, await RefuseAsync("train", "--data", path, "--out", _folder["out"]), StringComparison.Ordinal);
        Assert.Contains(
            $"--interactions is '{path}'",
            await RefuseAsync("import", "--format", "canonical", "--interactions", path, "--into", _folder["shop.db"]),
            StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task OutputFolder_ThatIsAFile_IsRefusedByName()
    {
        var file = _folder.Write("file.csv", "user_id,item_id,is_read,rating,date_added");

        var line = await RefuseAsync("split", "--data", file, "--by", "user", "--out", file);

        Assert.Contains($"--out is '{file}'; it is a file; it must be a folder", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithoutAnyFile_IsRefused() => Assert.Contains(
        "neither --interactions nor --books is given",
        await RefuseAsync("import", "--format", "canonical", "--into", _folder["shop.db"]),
        StringComparison.Ordinal);

    [Fact]
    public async Task Import_UnknownFormat_IsRefusedWithTheFormats() => Assert.Contains(
        "--format is 'csv'; it must be one of canonical, goodreads, bookcrossing, movielens",
        await RefuseAsync("import", "--format", "csv", "--into", _folder["shop.db"]),
        StringComparison.Ordinal);

    [Fact]
    public async Task Import_GoodreadsFileOfAnotherFormat_IsRefused()
    {
        var file = _folder.Write("file.csv", "item_id,title");

        var line = await RefuseAsync(
            "import", "--format", "canonical", "--books", file, "--authors", file, "--into", _folder["shop.db"]);

        Assert.Contains("--authors is given with --format canonical; only goodreads has such a file", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_AmongBadOptions_StillAnswers() =>
        Assert.Equal(ExitCode.Success, (await RunAsync("train", "--seed", "x", "--help")).Code);
}
