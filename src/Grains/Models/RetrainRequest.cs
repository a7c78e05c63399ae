using System.Text.Json;
using System.Text.Json.Nodes;
using BookRecs.Grains.Topics;

namespace BookRecs.Grains.Models;

/// <summary>A record of <see cref="TopicNames.RetrainModel"/>: <c>{"version":1,"reason":"http","training_id":"…"}</c>.</summary>
/// <param name="Reason">Who or what asks; "topic" where the record names none.</param>
/// <param name="TrainingId">The training that the registry queued for it, or null when the record comes from outside.</param>
public sealed record RetrainRequest(string Reason, string? TrainingId)
{
    /// <summary>The one format there is.</summary>
    public const int FormatVersion = 1;

    /// <summary>Writes the record.</summary>
    public static TopicRecord ToRecord(RetrainRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var value = new JsonObject { ["version"] = FormatVersion, ["reason"] = request.Reason, ["training_id"] = request.TrainingId };
        return new TopicRecord(request.TrainingId ?? "", JsonSerializer.SerializeToUtf8Bytes(value));
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">It is not such a record; the message says what is wrong.</exception>
    public static RetrainRequest Parse(TopicRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        try
        {
            using var document = JsonDocument.Parse(record.Value);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException("the value is not a JSON object");
            if (!root.TryGetProperty("version", out var version) || !version.TryGetInt32(out var number) || number != FormatVersion)
                throw new InvalidDataException($"version must be {FormatVersion}");
            return new RetrainRequest(Text(root, "reason") ?? "topic", Text(root, "training_id"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"the value cannot be read: {error.Message}", error);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;
}
