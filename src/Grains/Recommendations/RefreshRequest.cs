using System.Text.Json;
using System.Text.Json.Nodes;
using BookRecs.Grains.Topics;

namespace BookRecs.Grains.Recommendations;

/// <summary>Records of <see cref="TopicNames.RefreshRecommendations"/>: <c>{"version":1,"user_id":"…"}</c>.</summary>
public static class RefreshRequest
{
    /// <summary>The one format there is.</summary>
    public const int FormatVersion = 1;

    /// <summary>Writes the record that asks for a user's list to be made anew.</summary>
    public static TopicRecord ToRecord(string userId) => new(
        userId, JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["version"] = FormatVersion, ["user_id"] = userId }));

    /// <summary>Reads a record.</summary>
    /// <returns>The user.</returns>
    /// <exception cref="InvalidDataException">It is not such a record; the message names field and rule.</exception>
    public static string Parse(TopicRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return RecordJson.Read(record.Value, FormatVersion, PredictionRequest.UserIdOf);
    }
}
