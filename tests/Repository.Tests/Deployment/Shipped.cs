using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>What the code and the image say of themselves, for deploy/ to agree with.</summary>
internal static partial class Shipped
{
    public const string ShutdownSetting = "BookRecs:Cluster:ShutdownSeconds";
    public const string RoleSetting = "BookRecs:Silo:Role";

    /// <summary>The version of the project, which is the image's tag.</summary>
    public static string Version { get; } =
        XDocument.Load(RepositoryTree.PathOf("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    public static string Dockerfile { get; } = RepositoryTree.Read("deploy/docker/Dockerfile");

    /// <summary>The port of HTTP inside the image.</summary>
    public static int HttpPort { get; } = int.Parse(HttpPorts().Match(Dockerfile).Groups["port"].Value);

    /// <summary>The user inside the image.</summary>
    public static string User { get; } = UserLine().Match(Dockerfile).Groups["user"].Value;

    /// <summary>The paths that answer to GET; a test keeps the document equal to the routes.</summary>
    public static IReadOnlySet<string> Paths { get; } = JsonDocument.Parse(RepositoryTree.Read("docs/openapi.v1.json")).RootElement
        .GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _)).Select(path => path.Name).ToHashSet();

    [GeneratedRegex(@"ASPNETCORE_HTTP_PORTS=(?<port>\d+)")]
    private static partial Regex HttpPorts();

    [GeneratedRegex(@"(?m)^USER (?<user>\d+):\d+$")]
    private static partial Regex UserLine();
}
