using System.Text.RegularExpressions;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>The Dockerfile names files, programs and settings that exist.</summary>
public sealed partial class ImageTests
{
    private static readonly string[] Ignored = RepositoryTree.Read("deploy/docker/Dockerfile.dockerignore").Split('\n');

    [Fact]
    public void EverySource_IsThere_AndReachesTheBuild()
    {
        var sources = Copy().Matches(Shipped.Dockerfile).SelectMany(copy => copy.Groups["sources"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.True(sources.Length > 5, "The Dockerfile copies less than expected; mend this test.");
        Assert.All(sources, source =>
        {
            var path = RepositoryTree.PathOf(source.TrimEnd('/'));
            var isThere = Path.Exists(path) || Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Any();
            Assert.True(isThere, $"The Dockerfile copies {source}, which is not there.");
            Assert.True(Ignored.Contains($"!{source.TrimEnd('/')}"), $"Dockerfile.dockerignore keeps {source} out of the build.");
        });
    }

    [Fact]
    public void EveryImportOfTheBuild_IsCopied()
    {
        var copied = Copy().Matches(Shipped.Dockerfile).SelectMany(copy => copy.Groups["sources"].Value.Split(' ')).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(RepositoryTree.PathOf("."), "Directory.*").Select(path => Path.GetFileName(path)))
            Assert.Contains(file, copied);
        Assert.Superset(new HashSet<string> { "build/*.targets", "build/*.cs", "global.json" }, copied);
    }

    [Fact]
    public void Programs_AreThoseThatAreBuilt()
    {
        Assert.Contains("ENTRYPOINT [\"dotnet\", \"/app/silo/BookRecs.Silo.dll\"]", Shipped.Dockerfile, StringComparison.Ordinal);
        Assert.Contains("/app/cli/bookrecs.dll", RepositoryTree.Read("deploy/docker/bookrecs"), StringComparison.Ordinal);
        Assert.All((string[])["BookRecs.Silo.dll", "bookrecs.dll"], program => Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, program))));
        foreach (Match publish in Publish().Matches(Shipped.Dockerfile))
            Assert.True(File.Exists(RepositoryTree.PathOf(publish.Groups["project"].Value)));
        Assert.Equal(2, Publish().Count(Shipped.Dockerfile));
        var sdk = RepositoryTree.Read("global.json");
        Assert.Contains($"\"version\": \"{Argument().Match(Shipped.Dockerfile).Groups["version"].Value}.", sdk, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_AreKnownAndValid()
    {
        var variables = Setting().Matches(Shipped.Dockerfile).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        Assert.NotEmpty(variables);
        var settings = new DeployedSettings("Dockerfile", variables);
        settings.AssertKnown();
        settings.AssertValid();
        Assert.All(variables.Values, path => Assert.StartsWith("/var/lib/bookrecs/", path, StringComparison.Ordinal));
    }

    [Fact]
    public void Image_IsNotRoot_AndNamesItsPorts()
    {
        Assert.NotEqual("0", Shipped.User);
        Assert.NotEmpty(Shipped.User);
        var ports = Expose().Match(Shipped.Dockerfile).Groups["ports"].Value.Split(' ').Select(int.Parse).ToArray();
        Assert.Equal(Shipped.HttpPort, ports[0]);
        var defaults = new DeployedSettings("defaults", new Dictionary<string, string>());
        Assert.Equal([int.Parse(defaults.ValueOf("BookRecs:Cluster:SiloPort")), int.Parse(defaults.ValueOf("BookRecs:Cluster:GatewayPort"))], ports[1..]);
        Assert.Contains($"\"--url\", \"http://127.0.0.1:{Shipped.HttpPort}\"]", Shipped.Dockerfile, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?m)^COPY (--chmod=\d+ )?(?!--from)(?<sources>.+) \S+$")]
    private static partial Regex Copy();

    [GeneratedRegex(@"dotnet publish (?<project>\S+\.csproj)")]
    private static partial Regex Publish();

    [GeneratedRegex(@"ARG DOTNET_VERSION=(?<version>\d+\.\d+)")]
    private static partial Regex Argument();

    [GeneratedRegex(@"(?m)^ +(?<name>BookRecs__\w+)=(?<value>\S+)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"(?m)^EXPOSE (?<ports>[\d ]+)$")]
    private static partial Regex Expose();
}
