using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BookRecs.Repository.Tests;

/// <summary>Every setting of the service, read from its options types: those with a constant named Section.</summary>
internal static partial class SettingsCatalogue
{
    public static IReadOnlyList<Setting> All { get; } = [.. Directory.GetFiles(AppContext.BaseDirectory, "BookRecs.*.dll")
        .Where(path => !path.EndsWith(".Tests.dll", StringComparison.Ordinal))
        .Select(Assembly.LoadFrom)
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => SectionOf(type) is not null)
        .SelectMany(Settings)
        .OrderBy(setting => setting.Name, StringComparer.Ordinal)];

    /// <summary>The table of docs/settings.md.</summary>
    public static string ToMarkdown()
    {
        var table = new StringBuilder("| setting | default | meaning |\n|---|---|---|\n");
        foreach (var (name, value, meaning) in All)
            table.Append(CultureInfo.InvariantCulture, $"| `{name}` | {(value.Length == 0 ? "none" : $"`{value}`")} | {meaning} |\n");
        return table.ToString();
    }

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static) is { IsLiteral: true } field
            ? (string?)field.GetRawConstantValue()
            : null;

    private static IEnumerable<Setting> Settings(Type type)
    {
        var defaults = Activator.CreateInstance(type, nonPublic: true)!;
        var documentation = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!);
        return
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.SetMethod is not null
            let member = $"P:{type.FullName}.{property.Name}"
            let summary = documentation.TryGetValue(member, out var text) ? Summary(text) : ""
            select new Setting($"{SectionOf(type)}:{property.Name}", Format(property.GetValue(defaults)), WhiteSpace().Replace(summary, " ").Trim());
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
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(Format)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    internal sealed record Setting(string Name, string Default, string Meaning);
}
