using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Cli.Tests.Support;
using BookRecs.Recommender.Training;
using BookRecs.Storage.Sqlite;
using static BookRecs.Cli.Tests.Support.CommandLine;

namespace BookRecs.Cli.Tests;

public sealed class TrainTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private string Shop => _folder["shop.db"];

    private string Models => _folder["models"];

    public async ValueTask InitializeAsync()
    {
        await SucceedAsync("generate", "--users", "60", "--items", "80", "--interactions", "480", "--out", _folder["synthetic"]);
        await SucceedAsync(
            "import", "--format", "canonical", "--interactions", _folder["synthetic/interactions.csv.gz"],
            "--books", _folder["synthetic/books.csv.gz"], "--into", Shop);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Train_WritesAModelThatLoadsAndNamesIt()
    {
        var result = await SucceedAsync("train", "--data", Shop, "--out", Models, "--seed", "7");

        var version = Assert.Single(ModelFolder.ListVersions(Models));
        Assert.Equal([$"{version}/manifest.json", $"{version}/model.bin"], FilesOf(Models));
        var manifest = ModelFolder.Verify(Models, version);
        Assert.Equal(7, manifest.Options.Seed);
        Assert.True(manifest.Data.IsSynthetic, "the label of the shop must reach the manifest");
        Assert.Contains($"version {version}", result.Out, StringComparison.Ordinal);
        Assert.Contains($"folder {Path.Combine(Models, version)}", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            "trained on 480 interactions of 60 users and 80 books; the data is synthetic", result.Out, StringComparison.Ordinal);
        Assert.Contains("  fit item_to_item ", result.Out, StringComparison.Ordinal);
        Assert.Contains("overall.ndcg@10", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_TellsHowFarRecordsTellWhoActs()
    {
        var result = await SucceedAsync("train", "--data", Shop, "--out", Models);

        var manifest = ModelManifest.Read(Path.Combine(Models, Assert.Single(ModelFolder.ListVersions(Models))));
        using var expected = new StringWriter();
        ContentLiftText.Write(expected, manifest.Data.ContentLift);
        Assert.StartsWith("records: users act on books like theirs", expected.ToString(), StringComparison.Ordinal);
        Assert.Contains(expected.ToString(), result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_OneThreadOrThree_WritesTheSameModel()
    {
        await SucceedAsync("train", "--data", Shop, "--out", _folder["one"], "--threads", "1");
        await SucceedAsync("train", "--data", Shop, "--out", _folder["three"], "--threads", "3");

        Assert.Equal(ModelOf("one"), ModelOf("three"));
    }

    [Fact]
    public async Task Train_Twice_KeepsBothVersions()
    {
        await SucceedAsync("train", "--data", Shop, "--out", Models);
        await SucceedAsync("train", "--data", Shop, "--out", Models);

        Assert.Equal(2, ModelFolder.ListVersions(Models).Count);
    }

    [Fact]
    public async Task Train_WhileTheShopIsInUse_StillReadsIt()
    {
        await using var running = SqliteShop.Open(Shop);

        await SucceedAsync("train", "--data", Shop, "--out", Models);
    }

    [Fact]
    public async Task Train_ShopWithoutInteractions_IsRefused()
    {
        var books = _folder.Write("books.csv", "item_id,title", "a,Blue Sea");
        await SucceedAsync("import", "--format", "canonical", "--books", books, "--into", _folder["books.db"]);

        var line = await RefuseAsync("train", "--data", _folder["books.db"], "--out", Models);

        Assert.Contains("it must hold at least one interaction", line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Models), "nothing may be written when the input is refused");
    }

    [Fact]
    public async Task Train_FileThatIsNoShop_IsRefused() => Assert.Contains(
        "is not a SQLite file",
        await RefuseAsync("train", "--data", _folder["synthetic/books.csv.gz"], "--out", Models),
        StringComparison.Ordinal);

    [Fact]
    public async Task Train_Stopped_EndsWith130AndLeavesNothing()
    {
        var result = await RunStoppedAsync("train", "--data", Shop, "--out", Models);

        Assert.Equal(ExitCode.Stopped, result.Code);
        Assert.False(Directory.Exists(Models), "a stopped training must leave nothing");
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private byte[] ModelOf(string models) =>
        File.ReadAllBytes(Path.Combine(_folder[models], Assert.Single(ModelFolder.ListVersions(_folder[models])), "model.bin"));
}
