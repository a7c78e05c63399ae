using System.Text.Json;
using System.Text.Json.Nodes;
using BookRecs.Grains.Interfaces.Transactions;
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
    /// <exception cref="InvalidDataException">It is not such a record; the message names field and rule.</exception>
    public static RetrainRequest Parse(TopicRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return RecordJson.Read(
            record.Value,
            FormatVersion,
            static root => new RetrainRequest(ReasonOf(root) ?? "topic", root.OptionalText("training_id")));
    }

    // It is logged, and GET /v1/models shows it.
    private static string? ReasonOf(JsonElement root)
    {
        var reason = root.OptionalText("reason");
        return reason is not null && IdRule.Broken(reason) is { } broken ? throw new InvalidDataException($"reason {broken}") : reason;
    }
}
