namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads dates from bytes without allocation; years outside 1900 to 2200 are refused as slips.</summary>
internal static class DateParser
{
    private const int MinYear = 1900;
    private const int MaxYear = 2200;

    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    /// <summary>
    /// Reads ISO 8601: <c>yyyy-MM-dd</c>, then optionally <c>T</c> or a space and <c>HH:mm[:ss[.fffffff]]</c>, then optionally
    /// <c>Z</c> or an offset such as <c>+02:00</c>. Without an offset the time is UTC.
    /// </summary>
    public static bool TryIso(ReadOnlySpan<byte> text, out DateTimeOffset date)
    {
        date = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day))
            return false;
        text = text[10..];
        int hour = 0, minute = 0, second = 0;
        var fraction = 0L;
        if (text is [(byte)'T' or (byte)' ', ..])
        {
            if (text.Length < 6 || text[3] != ':' || !Digits(text[1..3], out hour) || !Digits(text[4..6], out minute))
                return false;
            text = text[6..];
            if (text is [(byte)':', ..])
            {
                if (text.Length < 3 || !Digits(text[1..3], out second))
                    return false;
                text = text[3..];
                if (text is [(byte)'.', ..] && !Fraction(ref text, out fraction))
                    return false;
            }
        }

        return Offset(text, out var offset) && TryMake(year, month, day, hour, minute, second, fraction, offset, out date);
    }

    /// <summary>Reads the form of the UCSD Book Graph: <c>Thu Aug 17 15:15:28 -0700 2017</c>.</summary>
    public static bool TryGoodreads(ReadOnlySpan<byte> text, out DateTimeOffset date)
    {
        date = default;
        if (text.Length != 30 || text[3] != ' ' || text[7] != ' ' || text[10] != ' ' || text[13] != ':' || text[16] != ':'
            || text[19] != ' ' || text[25] != ' ')
            return false;
        var month = Months.IndexOf(text[4..7]);
        return month >= 0 && month % 3 == 0
            && Digits(text[8..10], out var day) && Digits(text[11..13], out var hour) && Digits(text[14..16], out var minute)
            && Digits(text[17..19], out var second) && Offset(text[20..25], out var offset) && Digits(text[26..30], out var year)
            && TryMake(year, (month / 3) + 1, day, hour, minute, second, 0, offset, out date);
    }

    /// <summary>Makes a date of seconds since 1970-01-01 UTC.</summary>
    public static bool TryUnixSeconds(long seconds, out DateTimeOffset date)
    {
        date = default;
        if (seconds is < -2_208_988_800 or > 7_289_654_399)
            return false;
        date = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    private static bool TryMake(
        int year, int month, int day, int hour, int minute, int second, long fraction, TimeSpan offset, out DateTimeOffset date)
    {
        date = default;
        if (year is < MinYear or > MaxYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
            return false;
        date = new DateTimeOffset(new DateTime(year, month, day, hour, minute, second).AddTicks(fraction), offset);
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        var length = 1;
        var unit = TimeSpan.TicksPerSecond;
        for (; length < text.Length && (uint)(text[length] - '0') <= 9; length++)
            ticks += (text[length] - '0') * (unit /= 10);
        text = text[length..];
        return length > 1;
    }

    private static bool Offset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text.IsEmpty || text is [(byte)'Z'])
            return true;
        if (text[0] is not ((byte)'+' or (byte)'-'))
            return false;
        var minutes = 0;
        var minuteStart = text is [_, _, _, (byte)':', _, _] ? 4 : 3;
        if (text.Length is not (3 or 5 or 6) || (text.Length == 6 && minuteStart == 3) || !Digits(text[1..3], out var hours)
            || (text.Length > 3 && !Digits(text[minuteStart..], out minutes)) || minutes > 59)
            return false;
        var total = (60 * hours) + minutes;
        offset = TimeSpan.FromMinutes(text[0] == '-' ? -total : total);
        return total <= 14 * 60;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if ((uint)(digit - '0') > 9)
                return false;
            number = (10 * number) + (digit - '0');
        }

        return true;
    }
}
