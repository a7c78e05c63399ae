using System.Xml.Linq;

namespace BookRecs.Repository.Tests;

/// <summary>Projects reference each other and packages only as docs/architecture.md draws it.</summary>
public sealed class ProjectArrowTests
{
    /// <summary>The runtime is added by build/Runtime.targets to the projects that ask for it, so it is no arrow here.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["LocalRuntime"] = [],
        ["Recommender"] = [],
        ["Client"] = [],
        ["Grains.Interfaces"] = [],
        ["Grains"] = ["Grains.Interfaces", "Recommender"],
        ["Storage"] = ["Grains"],
        ["Messaging"] = ["Grains"],
        ["Frontend"] = ["Grains.Interfaces"],
        ["Silo"] = ["Frontend", "Grains", "Messaging", "Storage"],
        ["Cli"] = ["Client", "Recommender", "Storage"],
    };

    private static readonly Dictionary<string, string[]> OnlyPackages = new()
    {
        ["LocalRuntime"] = [],
        ["Recommender"] = ["System.Numerics.Tensors"],
        ["Client"] = [],
        ["Grains.Interfaces"] = [],
    };

    public static TheoryData<string> SourceProjects() => [.. Directory.GetDirectories(RepositoryTree.PathOf("src")).Select(folder => Path.GetFileName(folder)!).Order()];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void SourceProject_References_OnlyWhatTheDesignDraws(string project)
    {
        Assert.True(Arrows.TryGetValue(project, out var allowed), $"src/{project} is not in the design: draw it in docs/architecture.md and here first.");
        var references = References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Order();
        Assert.Equal(allowed.Order(), references);
    }

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void PureProject_TakesNoOtherPackage(string project)
    {
        if (OnlyPackages.TryGetValue(project, out var allowed))
            Assert.Equal(allowed.Order(), References(project, "PackageReference").Order());
    }

    [Fact]
    public void EverySourceProject_HasATestProject()
    {
        var solution = RepositoryTree.Read("BookRecs.sln");
        foreach (var project in Arrows.Keys)
        {
            Assert.Contains($@"src\{project}\{project}.csproj", solution, StringComparison.Ordinal);
            // Contracts are types without behaviour and the host is wiring: their tests are those of Grains and EndToEnd.
            if (project is not ("Grains.Interfaces" or "Silo"))
                Assert.Contains($@"tests\{project}.Tests\{project}.Tests.csproj", solution, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryProjectFile_IsInTheSolution()
    {
        var solution = RepositoryTree.Read("BookRecs.sln").Replace('\\', '/');
        Assert.All(
            RepositoryTree.Files().Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)),
            path => Assert.True(solution.Contains($"\"{path}\"", StringComparison.Ordinal), $"{path} is not in BookRecs.sln: dotnet sln add {path}"));
    }

    [Fact]
    public void TheRuntime_IsChosenInOnePlace()
    {
        var others = RepositoryTree.Files()
            .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) || path.EndsWith(".targets", StringComparison.Ordinal))
            .Where(path => path is not "build/Runtime.targets")
            .Where(path => RepositoryTree.Read(path) is var text
                && (text.Contains("PackageReference Include=\"Microsoft.Orleans", StringComparison.Ordinal)
                    || (text.Contains("LocalRuntime.csproj", StringComparison.Ordinal) && !path.Contains("LocalRuntime", StringComparison.Ordinal))));
        Assert.Empty(others);
    }

    [Fact]
    public void GrainCode_DoesNotKnowTheRuntime()
    {
        var conditional = RepositoryTree.Files()
            .Where(path => path.StartsWith("src/Grains", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .Where(path => RepositoryTree.Read(path).Contains("#if", StringComparison.Ordinal));
        Assert.Empty(conditional);
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(RepositoryTree.PathOf($"src/{project}/{project}.csproj"))
            .Descendants(kind)
            .Select(reference => ((string)reference.Attribute("Include")!).Replace('\\', '/'));
}
