using System.Globalization;
using System.Text.RegularExpressions;

namespace BookRecs.Recommender.Data.Titles;

/// <summary>
/// Takes series and volume from titles as catalogues write them: "Name (Series, #3)", "(Series #3.5)", "(Series, #1-3)" for a box
/// of several volumes, "(Series, Book 3)", "(Series, Vol. III)", "(Series; Bk 1)", "(Series A, #1; Series B, #4)". A pair of
/// parentheses counts only with a number after one of these marks: "(1995)", "(Hardcover)" and "(A Novel)" are no series.
/// </summary>
public static partial class TitleParser
{
    private static readonly string[] NumberWords =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    private static readonly HashSet<string> Bindings = new(StringComparer.OrdinalIgnoreCase)
    {
        "hardcover", "hardback", "paperback", "mass market paperback", "mass market", "softcover", "library binding", "board book",
        "kindle edition", "ebook", "audio cd", "audio", "audiobook", "audio cassette", "unabridged", "abridged", "large print",
    };

    /// <summary>Takes a title apart; never fails.</summary>
    /// <param name="title">The title as published.</param>
    public static ParsedTitle Parse(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        string? series = null;
        float? volume = null;
        var bare = BareOf(title, inside => TrySeries(inside, out series, out volume));
        return new ParsedTitle(bare, series, volume);
    }

    /// <summary>
    /// The title as <see cref="Parse"/> gives it, several times faster where the series is written as most are: "(Series, #3)".
    /// </summary>
    /// <param name="title">The title as published.</param>
    public static string WithoutSeries(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        return BareOf(title, static inside => HasNumberSign(inside) || TrySeries(inside, out _, out _));
    }

    /// <summary>Takes off what is known to be a binding, and one pair of parentheses that holds a series.</summary>
    private static string BareOf(string title, Func<ReadOnlySpan<char>, bool> isSeries)
    {
        var bare = title.AsSpan().Trim();
        var hasSeries = false;
        while (bare is [.., ')'] && OpeningOf(bare) is > 0 and var open)
        {
            var inside = bare[(open + 1)..^1].Trim();
            if (!Bindings.GetAlternateLookup<ReadOnlySpan<char>>().Contains(inside))
            {
                if (hasSeries || !isSeries(inside))
                    break;
                hasSeries = true;
            }

            bare = bare[..open].TrimEnd();
        }

        return bare.Length == title.Length ? title : bare.ToString();
    }

    /// <summary>
    /// Whether a number sign after a space has a name before it and a number behind it, which makes a series whatever other marks there
    /// are.
    /// </summary>
    private static bool HasNumberSign(ReadOnlySpan<char> inside)
    {
        var mark = inside.IndexOf('#');
        return mark > 0 && inside[mark - 1] == ' ' && !NameBefore(inside, mark).IsEmpty && NumberOf(inside[(mark + 1)..].TrimStart()) is not null;
    }

    private static ReadOnlySpan<char> NameBefore(ReadOnlySpan<char> inside, int mark) => inside[..mark].Trim().TrimEnd(",;:-–").TrimEnd();

    private static int OpeningOf(ReadOnlySpan<char> text)
    {
        var depth = 0;
        for (var position = text.Length - 1; position >= 0; position--)
        {
            depth += text[position] switch { ')' => 1, '(' => -1, _ => 0 };
            if (depth == 0)
                return position;
        }

        return -1;
    }

    private static bool TrySeries(ReadOnlySpan<char> inside, out string? series, out float? volume)
    {
        (series, volume) = (null, null);
        foreach (var match in Mark().EnumerateMatches(inside))
        {
            var name = NameBefore(inside, match.Index);
            var number = inside[(match.Index + match.Length)..].TrimStart();
            if (name.IsEmpty || NumberOf(number) is not { } found)
                continue;
            (series, volume) = (name.ToString(), found);
            return true;
        }

        return false;
    }

    private static float? NumberOf(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || (text[length] == '.' && IsDigitAt(text, length + 1))))
            length++;
        if (length > 0)
        {
            return float.TryParse(text[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && float.IsFinite(number)
                ? number
                : null;
        }

        while (length < text.Length && char.IsAsciiLetter(text[length]))
            length++;
        var word = text[..length];
        for (var index = 0; index < NumberWords.Length; index++)
        {
            if (word.Equals(NumberWords[index], StringComparison.OrdinalIgnoreCase))
                return index + 1;
        }

        return RomanOf(word);
    }

    private static bool IsDigitAt(ReadOnlySpan<char> text, int position) => position < text.Length && char.IsAsciiDigit(text[position]);

    private static float? RomanOf(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty || !Roman().IsMatch(word))
            return null;
        var total = 0;
        var next = 0;
        for (var position = word.Length - 1; position >= 0; position--)
        {
            var value = word[position] switch { 'I' => 1, 'V' => 5, 'X' => 10, _ => 50 };
            total += value < next ? -value : value;
            next = Math.Max(next, value);
        }

        return total;
    }

    [GeneratedRegex(
        @"#|(?<![\p{L}\p{N}])(?:book|bk|volume|vol|number|no|part|pt|nr|band|bd|tome)(?![\p{L}])[.#]{0,2}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^L?X{0,3}(?:IX|IV|V?I{0,3})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Roman();
}
