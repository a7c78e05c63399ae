using System.Diagnostics;

namespace BookRecs.Repository.Tests;

/// <summary>The checkout that the tests run in.</summary>
internal static class RepositoryTree
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>Paths of the files that belong to the project, relative to the root, with forward slashes.</summary>
    /// <remarks>Asks git, so that build outputs and data do not count; new files that are not ignored do.</remarks>
    public static IReadOnlyList<string> Files()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, "These rules are checked on the files that git knows: run the tests in a git checkout.");
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(path => File.Exists(PathOf(path))).Distinct()];
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BookRecs.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds BookRecs.sln.");
    }
}
