using System.Globalization;
using System.Text;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>The start of a text out of a file, fit for one line on a terminal: control characters are written as escapes.</summary>
internal static class Excerpt
{
    /// <summary>How many characters of a text are shown.</summary>
    public const int MaxChars = 120;

    /// <summary>The start of a text in UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> utf8) => Of(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4 * MaxChars)]));

    /// <summary>The start of a text; what is left out is told by an ellipsis.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        var builder = new StringBuilder();
        foreach (var c in text[..Math.Min(text.Length, MaxChars)])
        {
            if (char.IsControl(c))
                builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                builder.Append(c);
        }

        return builder.Append(text.Length > MaxChars ? "…" : "").ToString();
    }
}
