namespace BookRecs.Frontend.Requests;

/// <summary>What may name a language.</summary>
internal static class LanguageRule
{
    /// <summary>The longest code in characters.</summary>
    public const int MaxLength = 35;

    /// <summary>The rule, for people.</summary>
    public const string Rule = "must be a language code such as en-GB: 1 to 35 letters, digits, - or _";

    /// <summary>Tells whether a text keeps the rule.</summary>
    public static bool IsKept(string language)
    {
        if (language.Length is 0 or > MaxLength)
            return false;
        foreach (var c in language)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        }
        return true;
    }
}
