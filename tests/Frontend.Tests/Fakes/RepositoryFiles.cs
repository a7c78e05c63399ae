namespace BookRecs.Frontend.Tests.Fakes;

/// <summary>Finds files of the repository from a test's output folder.</summary>
public static class RepositoryFiles
{
    public static string Path(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "BookRecs.sln")))
            folder = folder.Parent;
        Assert.True(folder is not null, "The tests must run from a folder below BookRecs.sln.");
        return System.IO.Path.Combine([folder.FullName, .. parts]);
    }
}
