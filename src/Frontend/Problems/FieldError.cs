using System.ComponentModel;

namespace BookRecs.Frontend.Problems;

/// <summary>One broken rule.</summary>
internal sealed record FieldError(
    [property: Description("The parameter, member or header, such as limit or transactions[3].rating.")] string Field,
    [property: Description("What was sent, cut after 64 characters; null when it was missing.")] string? Value,
    [property: Description("The rule that it breaks.")] string Rule)
{
    private const int MaxValueLength = 64;

    /// <summary>An error whose value is cut to a length that is safe to show.</summary>
    public static FieldError Of(string field, string? value, string rule) => new(field, Cut(value), rule);

    /// <summary>The value, cut after 64 characters and free of unpaired surrogates.</summary>
    public static string? Cut(string? value)
    {
        if (value is null || (value.Length <= MaxValueLength && !HasLoneSurrogate(value)))
            return value;
        var end = Math.Min(value.Length, MaxValueLength);
        if (end < value.Length && char.IsHighSurrogate(value[end - 1]))
            end--;
        var cut = new string(value.AsSpan(0, end)).EnumerateRunes().Aggregate(new System.Text.StringBuilder(), (all, rune) => all.Append(rune));
        return value.Length > end ? cut.Append('…').ToString() : cut.ToString();
    }

    private static bool HasLoneSurrogate(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                i++;
            else if (char.IsSurrogate(value[i]))
                return true;
        }
        return false;
    }
}
