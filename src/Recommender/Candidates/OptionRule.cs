using System.Globalization;

namespace BookRecs.Recommender.Candidates;

/// <summary>Refuses a setting with a message that names it, its value and the rule.</summary>
internal static class OptionRule
{
    public static void Require(bool holds, string setting, object value, string rule)
    {
        if (!holds)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{setting} is {value}, but must be {rule}"), setting);
    }
}
