using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Tests.Support;
using BookRecs.Recommender.Data.Synthetic;
using static BookRecs.Cli.Tests.Support.CommandLine;

namespace BookRecs.Cli.Tests;

public sealed class GenerateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Generate_WritesTheAskedNumbersAsCanonicalFiles()
    {
        var result = await GenerateAsync("shop", seed: 7);

        Assert.Equal(["shop/SYNTHETIC.md", "shop/books.csv.gz", "shop/interactions.csv.gz"], _folder.Files);
        Assert.Equal(1 + 60, _folder.Lines("shop/books.csv.gz").Count);
        Assert.Equal(1 + 300, _folder.Lines("shop/interactions.csv.gz").Count);
        Assert.StartsWith("item_id,title,authors,series,genres,", _folder.Lines("shop/books.csv.gz")[0], StringComparison.Ordinal);
        Assert.Equal("user_id,item_id,is_read,rating,date_added", _folder.Lines("shop/interactions.csv.gz")[0]);
        Assert.Contains("synthetic", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "bookrecs generate --users 50 --items 60 --interactions 300 --seed 7",
            File.ReadAllText(_folder["shop/SYNTHETIC.md"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_SameSeed_WritesTheSameBytes()
    {
        await GenerateAsync("one", seed: 7);
        await GenerateAsync("two", seed: 7);

        foreach (var file in (string[])["books.csv.gz", "interactions.csv.gz", "SYNTHETIC.md"])
            Assert.Equal(File.ReadAllBytes(_folder[$"one/{file}"]), File.ReadAllBytes(_folder[$"two/{file}"]));
    }

    [Fact]
    public async Task Generate_AnotherSeed_WritesAnotherShop()
    {
        await GenerateAsync("one", seed: 7);
        await GenerateAsync("two", seed: 8);

        Assert.NotEqual(_folder.Lines("one/interactions.csv.gz"), _folder.Lines("two/interactions.csv.gz"));
    }

    [Theory]
    [InlineData("49", "50")]
    [InlineData("301", "300")]
    public async Task Generate_NumbersThatDoNotFit_AreRefused(string interactions, string bound)
    {
        var line = await RefuseAsync(
            "generate", "--users", "50", "--items", "60", "--interactions", interactions, "--out", _folder["shop"]);

        Assert.Contains($"--interactions is '{interactions}'; it must be at least", line, StringComparison.Ordinal);
        Assert.Contains($"({bound})", line, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task Generate_OfAMatrix_WritesWhatTheGeneratorMakes()
    {
        await SucceedAsync(
            "generate", "--shape", "matrix", "--users", "50", "--items", "60", "--interactions", "300", "--popularity-exponent", "1.5",
            "--days", "30", "--seed", "7", "--out", _folder["matrix"]);

        Assert.Equal(["matrix/SYNTHETIC.md", "matrix/interactions.csv.gz"], _folder.Files);
        var expected = new SyntheticMatrix(new SyntheticMatrixOptions
        {
            Users = 50,
            Items = 60,
            Interactions = 300,
            PopularityExponent = 1.5,
            Days = 30,
            Seed = 7,
        }).Interactions().Select(row => $"{row.UserId},{row.ItemId},false,,{row.OccurredAt:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        Assert.Equal(expected, _folder.Lines("matrix/interactions.csv.gz").Skip(1));
        Assert.Contains(
            "bookrecs generate --shape matrix --users 50 --items 60 --interactions 300 --days 30 --popularity-exponent 1.5 --seed 7",
            File.ReadAllText(_folder["matrix/SYNTHETIC.md"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_OfAMatrixWithACatalogue_WritesEveryBook()
    {
        await SucceedAsync(
            "generate", "--shape", "matrix", "--users", "50", "--items", "60", "--interactions", "300", "--catalogue", "--out", _folder["matrix"]);

        Assert.Equal(1 + 60, _folder.Lines("matrix/books.csv.gz").Count);
        Assert.All(_folder.Lines("matrix/interactions.csv.gz").Skip(1), line => Assert.EndsWith(",false,,", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--popularity-exponent", "3.5", "it must be a number from 0 to 3")]
    [InlineData("--popularity-exponent", "1", "it must be left out unless --shape is 'matrix'")]
    [InlineData("--days", "6", "it must be a whole number from 7 to 20000")]
    [InlineData("--shape", "cube", "it must be one of shop, matrix")]
    public async Task Generate_OptionsThatDoNotFit_AreRefused(string option, string value, string rule)
    {
        var line = await RefuseAsync(
            "generate", "--users", "50", "--items", "60", "--interactions", "300", option, value, "--out", _folder["shop"]);

        Assert.Contains($"{option} is '{value}'", line, StringComparison.Ordinal);
        Assert.Contains(rule, line, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task Generate_Stopped_EndsWith130AndLeavesNothing()
    {
        var result = await RunStoppedAsync(Arguments("shop", seed: 7));

        Assert.Equal(ExitCode.Stopped, result.Code);
        Assert.Contains("stopped", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["shop"]), "a stopped run must leave nothing");
    }

    private Task<CommandLineResult> GenerateAsync(string folder, int seed) => SucceedAsync(Arguments(folder, seed));

    private string[] Arguments(string folder, int seed) =>
        ["generate", "--users", "50", "--items", "60", "--interactions", "300", "--seed", $"{seed}", "--out", _folder[folder]];
}
