using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads the rows of a file with one JSON object a line.</summary>
internal abstract class JsonRowReader<T>(ReadSession session, string path) : LineRowReader<T>(session, path)
{
    protected override bool TryParse([MaybeNullWhen(false)] out T row)
    {
        row = default;
        if (!HasText())
            return false;
        try
        {
            var json = new Utf8JsonReader(Text);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return Reject(RejectReason.BadJson, "the line is not a JSON object");
            return TryParseObject(ref json, out row);
        }
        catch (JsonException e)
        {
            return Reject(RejectReason.BadJson, Describe(e));
        }
        catch (InvalidOperationException)
        {
            return Reject(RejectReason.BadEncoding, "a text is not valid UTF-8 or holds half of a surrogate pair");
        }
    }

    /// <summary>What is wrong and at which byte of the line; the parser itself would count the lines of the one line it is given.</summary>
    private static string Describe(JsonException error) => error.BytePositionInLine is { } position
        ? FormattableString.Invariant($"byte {position + 1}: {error.Message.Split(" LineNumber:")[0]}")
        : error.Message;

    /// <summary>Takes the object over whose first brace has been read, or reports why not; reads to the end of the line.</summary>
    protected abstract bool TryParseObject(ref Utf8JsonReader json, [MaybeNullWhen(false)] out T row);

    /// <summary>The bytes of a string, number or flag, unescaped; empty for null.</summary>
    protected static ReadOnlySpan<byte> Scalar(scoped ref Utf8JsonReader json, string field)
    {
        if (json.TokenType is JsonTokenType.Null)
            return default;
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
            throw new JsonException($"{field} is {json.TokenType}, a single value is expected");
        if (!json.ValueIsEscaped)
            return json.ValueSpan;
        var buffer = new byte[json.ValueSpan.Length];
        return buffer.AsSpan(0, json.CopyString(buffer));
    }

    /// <summary>The text of a string, number or flag; empty for null.</summary>
    protected static string TextOf(scoped ref Utf8JsonReader json, string field) =>
        json.TokenType == JsonTokenType.String ? json.GetString()! : Encoding.UTF8.GetString(Scalar(ref json, field));
}
