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
            Fail(setting, value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"from {low} to {high}"));
    }

    /// <summary>Demands a text that is not blank.</summary>
    public void NotBlank(string setting, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            Fail(setting, "blank", "given");
    }

    private void Fail(string setting, string value, string rule) => _failures.Add($"{section}:{setting} is {value}; it must be {rule}");
}
