using System.Globalization;

namespace BookRecs.Grains;

/// <summary>Gathers the settings of a section that break their rule, each as "setting is value; it must be …".</summary>
/// <param name="section">The section, such as <c>BookRecs:Users</c>.</param>
public sealed class SettingsCheck(string section)
{
    private readonly List<string> _failures = [];

    /// <summary>One message for each setting that breaks its rule.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Demands a number from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public void Between(string setting, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
            Fail(setting, value.ToString(CultureInfo.InvariantCulture), FormattableString.Invariant($"from {low} to {high}"));
    }

    /// <summary>Demands a number that is more than another setting's.</summary>
    public void Above(string setting, double value, string other, double otherValue)
    {
        if (!(value > otherValue))
            Fail(setting, value.ToString(CultureInfo.InvariantCulture), FormattableString.Invariant($"more than {section}:{other}, which is {otherValue}"));
    }

    /// <summary>Demands a text that is not blank.</summary>
    public void NotBlank(string setting, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            Fail(setting, "blank", "given");
    }

    /// <summary>Demands one of some words.</summary>
    public void OneOf(string setting, string? value, params ReadOnlySpan<string> words)
    {
        if (value is null || !words.Contains(value))
            Fail(setting, $"'{value}'", $"one of {string.Join(", ", words.ToArray())}");
    }

    /// <summary>Demands the path of a file that is there, or none.</summary>
    public void FileOrBlank(string setting, string? value)
    {
        if (!string.IsNullOrEmpty(value) && !File.Exists(value))
            Fail(setting, $"'{value}'", "the path of a file that can be read");
    }

    private void Fail(string setting, string value, string rule) => _failures.Add($"{section}:{setting} is {value}; it must be {rule}");
}
