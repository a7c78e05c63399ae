namespace BookRecs.EndToEnd.Tests;

/// <summary>
/// The programs that were built beside these tests, in the same configuration; the silo is another one when BOOKRECS_TEST_SILO is its path, such as
/// one that was published as for an image.
/// </summary>
internal static class BuiltPrograms
{
    public static string Root { get; } = FindRoot();

    public static string Silo { get; } = Environment.GetEnvironmentVariable("BOOKRECS_TEST_SILO") is { Length: > 0 } published
        ? Path.GetFullPath(published)
        : PathOf("Silo", "BookRecs.Silo.dll");

    public static string Cli { get; } = PathOf("Cli", "bookrecs.dll");

    private static string PathOf(string project, string assembly)
    {
        // …/bin/EndToEnd.Tests/<configuration>/ → …/bin/<project>/<configuration>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(output.Parent!.Parent!.FullName, project, output.Name, assembly);
        Assert.True(File.Exists(path), $"{path} is missing: build the solution before these tests (dotnet build -c Release).");
        return path;
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
