using System.Text.Json;

namespace BookRecs.Repository.Tests;

/// <summary>Every setting has one default, in code, and is documented with it.</summary>
public sealed class SettingsTests
{
    private const string Page = "docs/settings.md";

    [Fact]
    public void SettingsPage_IsTheTableOfTheCode()
    {
        var table = SettingsCatalogue.ToMarkdown();
        var page = RepositoryTree.Read(Page);
        var begin = page.IndexOf("| setting |", StringComparison.Ordinal);
        if (begin >= 0 && page[begin..] == table)
            return;
        var proposal = Path.Combine(Path.GetTempPath(), "settings.md");
        File.WriteAllText(proposal, (begin < 0 ? page : page[..begin]) + table);
        Assert.Fail($"{Page} differs from the code. Review and take over the new page: cp {proposal} {Page}");
    }

    [Fact]
    public void EverySetting_SaysWhatItMeans() =>
        Assert.All(SettingsCatalogue.All, setting => Assert.True(setting.Meaning.Length > 0, $"{setting.Name} has no docstring."));

    [Fact]
    public void SettingsThatOthersRelyOn_KeepNameAndDefault()
    {
        var defaults = SettingsCatalogue.All.ToDictionary(setting => setting.Name, setting => setting.Default);
        Assert.Equal("data/shop.db", defaults["BookRecs:Storage:Path"]);
        Assert.Equal("data/models", defaults["BookRecs:Models:Path"]);
        Assert.Equal("1000", defaults["BookRecs:Users:HistoryLimit"]);
    }

    [Fact]
    public void ShippedConfiguration_HoldsOnlyKnownSettings_AndRepeatsNoDefault()
    {
        using var shipped = JsonDocument.Parse(RepositoryTree.Read("src/Silo/appsettings.json"));
        var known = SettingsCatalogue.All.ToDictionary(setting => setting.Name, setting => setting.Default, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Leaves(shipped.RootElement, "").Where(leaf => leaf.Name.StartsWith("BookRecs", StringComparison.OrdinalIgnoreCase)))
        {
            Assert.True(known.TryGetValue(name, out var standard), $"appsettings.json sets {name}, which no options type knows.");
            Assert.True(standard != value, $"appsettings.json repeats the default of {name}: remove it there.");
        }
    }

    private static IEnumerable<(string Name, string Value)> Leaves(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(member => Leaves(member.Value, name.Length == 0 ? member.Name : $"{name}:{member.Name}"))
        : [(name, element.ToString())];
}
