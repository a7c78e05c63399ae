using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BookRecs.Repository.Tests;

/// <summary>Every setting of the service, read from the sections that it knows and from their options types.</summary>
internal static partial class SettingsCatalogue
{
    // A default that depends on the machine is given in words.
    private static readonly Dictionary<string, string> Words = new() { ["BookRecs:Training:Threads"] = "processors" };

    public static IReadOnlyList<Setting> All { get; } =
        [.. Sections().SelectMany(section => Settings(section.Key, section.Value)).OrderBy(setting => setting.Name, StringComparer.Ordinal)];

    /// <summary>The table of docs/settings.md.</summary>
    public static string ToMarkdown()
    {
        var table = new StringBuilder("| setting | default | meaning |\n|---|---|---|\n");
        foreach (var (name, value, meaning) in All)
            table.Append(CultureInfo.InvariantCulture, $"| `{name}` | {(value.Length == 0 ? "none" : $"`{value}`")} | {meaning} |\n");
        return table.ToString();
    }

    private static IReadOnlyDictionary<string, Type> Sections() =>
        (IReadOnlyDictionary<string, Type>)Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "BookRecs.Silo.dll"))
            .GetType("BookRecs.Silo.Settings.KnownSettings", throwOnError: true)!
            .GetProperty("Sections")!.GetValue(null)!;

    private static IEnumerable<Setting> Settings(string section, Type type)
    {
        var defaults = Activator.CreateInstance(type, nonPublic: true)!;
        var documentation = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null))
        {
            var name = $"{section}:{property.Name}";
            if (property.PropertyType.IsClass && property.PropertyType != typeof(string) && !property.PropertyType.IsAssignableTo(typeof(IEnumerable)))
            {
                foreach (var setting in Settings(name, property.PropertyType))
                    yield return setting;
                continue;
            }

            var summary = documentation.TryGetValue($"P:{type.FullName}.{property.Name}", out var text) ? Summary(text) : "";
            var value = Words.TryGetValue(name, out var words) ? words : Format(property.GetValue(defaults));
            yield return new Setting(name, value, WhiteSpace().Replace(summary, " ").Trim());
        }
    }

    private static string Summary(XElement member)
    {
        var summary = new XElement(member.Element("summary")!);
        foreach (var reference in summary.Descendants("see").ToArray())
            reference.ReplaceWith(((string)reference.Attribute("cref")!).Split('.')[^1]);
        return summary.Value;
    }

    private static string Format(object? value) => value switch
    {
        string text => text,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(Format)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    internal sealed record Setting(string Name, string Default, string Meaning);
}
