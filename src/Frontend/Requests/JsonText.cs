using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using BookRecs.Frontend.Problems;

namespace BookRecs.Frontend.Requests;

/// <summary>Reads the JSON of a body.</summary>
internal static class JsonText
{
    /// <summary>The deepest nesting of a body.</summary>
    public const int MaxDepth = 16;

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Reads a body.</summary>
    /// <param name="body">The bytes, with or without a byte order mark.</param>
    /// <param name="read">Reads the root; what it gives must not hold parts of it.</param>
    /// <param name="value">What was read, when there is no problem.</param>
    /// <returns>Why the body cannot be read, or null.</returns>
    public static Problem? Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, (T? Value, Problem? Problem)> read, out T? value)
        where T : class
    {
        value = null;
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (!Utf8.IsValid(body.Span))
            return Malformed("The body is not UTF-8.", "must be UTF-8");
        try
        {
            using var document = JsonDocument.Parse(body, DocumentOptions);
            (value, var problem) = read(document.RootElement);
            return problem;
        }
        catch (JsonException e)
        {
            var line = ((e.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
            var column = ((e.BytePositionInLine ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
            return Malformed(
                $"The body cannot be read from line {line}, byte {column} on.",
                $"must be valid JSON, at most {MaxDepth} levels deep; it is not at line {line}, byte {column}");
        }
    }

    private static Problem Malformed(string detail, string rule) =>
        new(ProblemType.MalformedJson, detail) { Errors = [new FieldError("body", null, rule)] };
}
