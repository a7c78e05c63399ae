using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads single fields from bytes without allocation.</summary>
internal static class FieldParser
{
    public const int MaxIdBytes = 200;

    public const float MaxRating = 5f;

    private const int MinYear = -5000;
    private const int MaxYear = 2200;

    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(code => (char)code).Where(char.IsControl)]);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes and checks an id.</summary>
    /// <param name="value">The bytes of the field.</param>
    /// <param name="chars">Room for <see cref="MaxIdBytes"/> characters.</param>
    /// <param name="length">How many characters the id has.</param>
    /// <returns>The rule that the id breaks, or null.</returns>
    public static string? CheckId(ReadOnlySpan<byte> value, Span<char> chars, out int length)
    {
        length = 0;
        if (value.IsEmpty)
            return RejectReason.IdEmpty;
        if (value.Length > MaxIdBytes)
            return RejectReason.IdTooLong;
        if (Utf8.ToUtf16(value, chars, out _, out length, replaceInvalidSequences: false) != OperationStatus.Done)
            return RejectReason.BadEncoding;
        ReadOnlySpan<char> id = chars[..length];
        if (id.IndexOfAny(ControlCharacters) >= 0)
            return RejectReason.IdControlCharacter;
        return id.IsWhiteSpace() ? RejectReason.IdEmpty : null;
    }

    /// <summary>Decodes text; false when it is not UTF-8.</summary>
    public static bool TryText(ReadOnlySpan<byte> value, out string text)
    {
        try
        {
            text = value.IsEmpty ? "" : StrictUtf8.GetString(value);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>Reads a rating from 0 to 5 after multiplying with <paramref name="factor"/>; empty is none.</summary>
    public static bool TryRating(ReadOnlySpan<byte> value, float factor, out float? rating)
    {
        rating = null;
        if (value.IsEmpty)
            return true;
        if (!Utf8Parser.TryParse(value, out float number, out var consumed) || consumed != value.Length)
            return false;
        rating = number * factor;
        return rating is >= 0f and <= MaxRating;
    }

    /// <summary>Reads a flag: true, false, 1, 0 in any case; empty is <paramref name="whenEmpty"/>.</summary>
    public static bool TryFlag(ReadOnlySpan<byte> value, bool whenEmpty, out bool flag)
    {
        flag = whenEmpty;
        if (value.IsEmpty)
            return true;
        flag = value is [(byte)'1'] || Ascii.EqualsIgnoreCase(value, "true"u8);
        return flag || value is [(byte)'0'] || Ascii.EqualsIgnoreCase(value, "false"u8);
    }

    /// <summary>Reads a year; empty and 0 are none.</summary>
    public static bool TryYear(ReadOnlySpan<byte> value, out int? year)
    {
        year = null;
        if (value.IsEmpty)
            return true;
        if (!Utf8Parser.TryParse(value, out int number, out var consumed) || consumed != value.Length || number is < MinYear or > MaxYear)
            return false;
        year = number == 0 ? null : number;
        return true;
    }

    /// <summary>Reads a price of at least 0; empty is none.</summary>
    public static bool TryPrice(ReadOnlySpan<byte> value, out decimal? price)
    {
        price = null;
        if (value.IsEmpty)
            return true;
        if (!Utf8Parser.TryParse(value, out decimal number, out var consumed) || consumed != value.Length || number < 0)
            return false;
        price = number;
        return true;
    }
}
