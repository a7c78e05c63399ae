using System.Text;

namespace BookRecs.Storage.Postgres;

/// <summary>How values that PostgreSQL does not know are stored.</summary>
internal static class PostgresValues
{
    /// <summary>The longest id in UTF-8 bytes; an index holds no entry of more than a third of a page.</summary>
    public const int MaxIdBytes = 2_000;

    /// <summary>2000-01-01, from which PostgreSQL counts, in milliseconds since 1970.</summary>
    private const long Epoch = 946_684_800_000;

    private const char Escape = '\u0001';
    private const char EscapedZero = '\u0002';
    private const char EscapedEscape = '\u0003';

    /// <summary>
    /// Text as stored: U+0000 becomes U+0001 U+0002 and U+0001 becomes U+0001 U+0003, so that no two texts become one and their order
    /// stays; half a surrogate pair becomes U+FFFD, as in any UTF-8.
    /// </summary>
    public static string ToStored(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0000', Escape) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;
        var stored = new StringBuilder(text.Length + 4);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case 0:
                    stored.Append(Escape).Append(EscapedZero);
                    break;
                case Escape:
                    stored.Append(Escape).Append(EscapedEscape);
                    break;
                default:
                    stored.Append(rune.ToString());
                    break;
            }
        }

        return stored.ToString();
    }

    /// <summary>Stored text.</summary>
    public static string FromStored(string stored) => !stored.Contains(Escape, StringComparison.Ordinal)
        ? stored
        : stored.Replace("\u0001\u0002", "\u0000", StringComparison.Ordinal).Replace("\u0001\u0003", "\u0001", StringComparison.Ordinal);

    /// <summary>An id as stored.</summary>
    /// <exception cref="ArgumentException">It is too long for an index.</exception>
    public static string ToStoredId(string id, string field)
    {
        var stored = ToStored(id);
        return stored.Length <= MaxIdBytes / 4 || Encoding.UTF8.GetByteCount(stored) <= MaxIdBytes
            ? stored
            : throw new ArgumentException($"{field} has {Encoding.UTF8.GetByteCount(stored)} bytes; it must have 1 to {MaxIdBytes}.");
    }

    /// <summary>A date as PostgreSQL counts it, in microseconds since 2000; -infinity for an act without one.</summary>
    public static long ToTimestamp(long milliseconds) => milliseconds == LogDate.None ? long.MinValue : (milliseconds - Epoch) * 1_000;

    /// <summary>PostgreSQL's count as ours, in milliseconds since 1970.</summary>
    public static long FromTimestamp(long timestamp) =>
        timestamp == long.MinValue ? LogDate.None : (timestamp / 1_000) + Epoch;
}
