using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BookRecs.Repository.Tests;

/// <summary>Packages are pinned exactly, in one place.</summary>
public sealed partial class PackagePinTests
{
    [Fact]
    public void EveryPackage_IsPinnedToOneVersion()
    {
        var pins = XDocument.Load(RepositoryTree.PathOf("Directory.Packages.props")).Descendants("PackageVersion");
        Assert.All(pins, pin => Assert.Matches(ExactVersion(), (string)pin.Attribute("Version")!));
    }

    [Fact]
    public void NoProject_NamesAVersionItself()
    {
        foreach (var path in RepositoryTree.Files().Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            var references = XDocument.Load(RepositoryTree.PathOf(path)).Descendants("PackageReference");
            Assert.All(references, reference => Assert.True(
                reference.Attribute("Version") is null && reference.Attribute("VersionOverride") is null,
                $"{path} pins {reference.Attribute("Include")?.Value}: move the version to Directory.Packages.props."));
        }
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+$")]
    private static partial Regex ExactVersion();
}
