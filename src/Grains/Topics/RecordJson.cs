using System.Text.Json;

namespace BookRecs.Grains.Topics;

/// <summary>What all values have in common: an object with the number of its format, in which unknown members are passed over.</summary>
internal static class RecordJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>Reads a value.</summary>
    /// <param name="value">JSON in UTF-8.</param>
    /// <param name="version">The format that the reader knows.</param>
    /// <param name="read">Takes what it knows from the object, which must not be kept.</param>
    /// <exception cref="InvalidDataException">It is not such a value; the message names field and rule, without personal data.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> value, int version, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(value, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException("the value must be a JSON object");
            if (!root.TryGetProperty("version"u8, out var found))
                throw new InvalidDataException($"version is missing; it must be {version}");
            if (found.ValueKind != JsonValueKind.Number || !found.TryGetInt32(out var number) || number != version)
                throw new InvalidDataException($"version is {Cut(found.GetRawText())}; it must be {version}");
            return read(root);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"the value must be JSON in UTF-8; it is not at line {(error.LineNumber ?? 0) + 1}, byte {(error.BytePositionInLine ?? 0) + 1}", error);
        }
        catch (InvalidOperationException error)
        {
            // Text with half a surrogate pair is only found when it is read.
            throw new InvalidDataException("the value must be valid Unicode", error);
        }
    }

    /// <summary>A member that may be missing.</summary>
    /// <exception cref="InvalidDataException">It is something else than text.</exception>
    public static string? OptionalText(this JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new InvalidDataException($"{name} must be a string");
    }

    private static string Cut(string text) => text.Length <= 16 ? text : text[..16] + "…";
}
