using System.Text.RegularExpressions;

namespace BookRecs.Repository.Tests;

/// <summary>Rules that every file of the project keeps.</summary>
public sealed partial class FileRuleTests
{
    private const int MaxLines = 500;

    /// <summary>Files that may be longer, each with the reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = new()
    {
        ["BookRecs.sln"] = "written by dotnet sln",
        ["docs/openapi.v1.json"] = "generated from the endpoints; a test keeps it equal to them",
    };

    /// <summary>Files that are named after something else than their type, each with the reason.</summary>
    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["src/LocalRuntime/Core/IStorageOfState.cs"] = "IStorage<TState>, beside IStorage",
        ["src/LocalRuntime/Runtime/Local/GrainMethodOf.cs"] = "GrainMethod<TResult>, beside GrainMethod",
        ["src/LocalRuntime/Utilities/ObserverManagerByIdentity.cs"] = "ObserverManager<TIdentity, TObserver>, beside ObserverManager<TObserver>",
    };

    [Fact]
    public void NoFile_OutgrowsAReader()
    {
        var tooLong = TextFiles()
            .Where(path => !LongFiles.ContainsKey(path))
            .Select(path => (Path: path, Lines: File.ReadLines(RepositoryTree.PathOf(path)).Count()))
            .Where(file => file.Lines > MaxLines)
            .Select(file => $"{file.Path} has {file.Lines} lines: split it, or state in {nameof(FileRuleTests)} why it may exceed {MaxLines}");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void EveryStatedException_IsStillNeeded() =>
        Assert.All(LongFiles.Keys.Where(path => path != "BookRecs.sln"), path => Assert.True(
            File.Exists(RepositoryTree.PathOf(path)) && File.ReadLines(RepositoryTree.PathOf(path)).Count() > MaxLines,
            $"{path} needs no exception any more: remove it from {nameof(FileRuleTests)}."));

    [Fact]
    public void NoSourceFile_LeavesWorkOpen()
    {
        var open = TextFiles()
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) && !path.EndsWith("FileRuleTests.cs", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(RepositoryTree.PathOf(path)).Select((line, number) => (Path: path, Line: line, Number: number + 1)))
            .Where(line => OpenWork().IsMatch(line.Line))
            .Select(line => $"{line.Path}:{line.Number}: {line.Line.Trim()}");
        Assert.Empty(open);
    }

    [Fact]
    public void SourceFile_HoldsTheTypeItIsNamedAfter()
    {
        var misnamed = TextFiles()
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .Where(path => Path.GetFileName(path) is not "Program.cs" && !OtherNames.ContainsKey(path))
            .Where(path => !TypeNamed(Path.GetFileName(path).Split('.')[0]).IsMatch(RepositoryTree.Read(path)));
        Assert.Empty(misnamed);
    }

    [Fact]
    public void EveryRelativeLink_LeadsToAFile()
    {
        var broken =
            from path in TextFiles()
            where path.EndsWith(".md", StringComparison.Ordinal)
            from Match link in MarkdownLink().Matches(RepositoryTree.Read(path))
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            let resolved = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(RepositoryTree.PathOf(path))!, target))
            where !File.Exists(resolved) && !Directory.Exists(resolved)
            select $"{path}: {target}";
        Assert.Empty(broken);
    }

    private static IEnumerable<string> TextFiles() => RepositoryTree.Files()
        .Where(path => Path.GetExtension(path) is not (".png" or ".svg" or ".gz" or ".ico" or ".bin"));

    private static Regex TypeNamed(string name) =>
        new($@"\b(class|struct|record|interface|enum|delegate [\w<>?\[\]]+)\s+(struct\s+|class\s+)?{Regex.Escape(name)}\b");

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b|NotImplementedException|Skip\s*=\s*""|Assert\.True\(true\)")]
    private static partial Regex OpenWork();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex MarkdownLink();
}
