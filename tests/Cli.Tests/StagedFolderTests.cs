using BookRecs.Cli.Output;
using BookRecs.Cli.Tests.Support;

namespace BookRecs.Cli.Tests;

public sealed class StagedFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dispose_WithoutCommit_LeavesNothing()
    {
        using (var staged = new StagedFolder(new DirectoryInfo(_folder["out"])))
            File.WriteAllText(staged.PathOf("lists/a.csv"), "half");

        Assert.False(Directory.Exists(_folder["out"]), "a folder that was made for the output must go with it");
    }

    [Fact]
    public void Dispose_WithoutCommit_KeepsWhatWasThere()
    {
        Directory.CreateDirectory(_folder["out"]);
        _folder.Write("out/a.csv", "old");

        using (var staged = new StagedFolder(new DirectoryInfo(_folder["out"])))
            File.WriteAllText(staged.PathOf("a.csv"), "new");

        Assert.Equal(["out/a.csv"], _folder.Files);
        Assert.Equal(["old"], _folder.Lines("out/a.csv"));
    }

    [Fact]
    public void Commit_OverOldFiles_ReplacesThem()
    {
        Directory.CreateDirectory(_folder["out"]);
        _folder.Write("out/a.csv", "old");

        using (var staged = new StagedFolder(new DirectoryInfo(_folder["out"])))
        {
            File.WriteAllText(staged.PathOf("a.csv"), "new\n");
            File.WriteAllText(staged.PathOf("lists/b.csv"), "new\n");
            staged.Commit();
        }

        Assert.Equal(["out/a.csv", "out/lists/b.csv"], _folder.Files);
        Assert.Equal(["new"], _folder.Lines("out/a.csv"));
    }
}
