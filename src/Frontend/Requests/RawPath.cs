using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace BookRecs.Frontend.Requests;

/// <summary>
/// Reads ids from the path as it was sent. The server's decoded path keeps %2F, so an id with a slash and one with the text "%2F" would
/// look the same there; the raw target is decoded here, exactly once.
/// </summary>
internal static class RawPath
{
    /// <summary>
    /// Routes by the same path whichever form the target has. Of "http://host/path", which a proxy sends, the server decodes %2F as well, so
    /// that an id with a slash would become two segments.
    /// </summary>
    public static RequestDelegate SameForEveryForm(RequestDelegate next) => context =>
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (target is { Length: > 0 } && target[0] != '/' && Of(context).Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            var path = Of(context).ToString().Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase);
            context.Request.Path = Decode(path, plusIsSpace: false) ?? path;
        }
        return next(context);
    };

    /// <summary>The path of the raw target, without query.</summary>
    public static ReadOnlySpan<char> Of(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var path = (string.IsNullOrEmpty(target) ? context.Request.Path.ToUriComponent() : target).AsSpan();
        if (path.Length > 0 && path[0] != '/')
        {
            // The absolute form, "http://host/path", that a proxy sends.
            var scheme = path.IndexOf("://");
            var slash = scheme < 0 ? -1 : path[(scheme + 3)..].IndexOf('/');
            path = slash < 0 ? "/" : path[(scheme + 3 + slash)..];
        }
        var query = path.IndexOf('?');
        return query < 0 ? path : path[..query];
    }

    /// <summary>
    /// The decoded segment at an index ("/v1/items/x": x has index 2), or null when the path cannot be read unambiguously.
    /// </summary>
    public static string? Segment(HttpContext context, int index)
    {
        var raw = Of(context);
        // Dot segments are gone from the decoded path, so that the two no longer run in parallel.
        if (raw.Count('/') != context.Request.Path.Value.AsSpan().Count('/'))
            return null;
        var at = 0;
        foreach (var range in raw.Split('/'))
        {
            if (at++ == index + 1)
                return Decode(raw[range], plusIsSpace: false);
        }
        return null;
    }

    /// <summary>Percent-decodes once; null when the result is not UTF-8 or an escape is broken.</summary>
    public static string? Decode(ReadOnlySpan<char> text, bool plusIsSpace)
    {
        if (!text.Contains('%') && !(plusIsSpace && text.Contains('+')))
            return text.ToString();
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    return null;
                bytes[length++] = (byte)((Hex(text[i + 1]) << 4) | Hex(text[i + 2]));
                i += 2;
            }
            else if (char.IsAscii(text[i]))
            {
                bytes[length++] = (byte)(plusIsSpace && text[i] == '+' ? ' ' : text[i]);
            }
            else
            {
                var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                length += Encoding.UTF8.GetBytes(text.Slice(i, pair), bytes.AsSpan(length));
                i += pair - 1;
            }
        }
        var decoded = bytes.AsSpan(0, length);
        return System.Text.Unicode.Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
    }

    private static int Hex(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
