namespace BookRecs.Storage;

/// <summary>An act's date as every store counts it: milliseconds since 1970 (UTC), so that all of them tell the same acts apart.</summary>
internal static class LogDate
{
    /// <summary>The date of an act without one; sorts before every date.</summary>
    public const long None = long.MinValue;

    /// <summary>A date as counted; parts of a millisecond are dropped.</summary>
    public static long ToMilliseconds(DateTimeOffset? date) => date?.ToUnixTimeMilliseconds() ?? None;

    /// <summary>A counted date.</summary>
    public static DateTimeOffset? ToDate(long milliseconds) =>
        milliseconds == None ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
