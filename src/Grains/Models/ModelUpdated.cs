using System.Text.Json;
using System.Text.Json.Nodes;
using BookRecs.Grains.Topics;

namespace BookRecs.Grains.Models;

/// <summary>Records of <see cref="TopicNames.ModelUpdated"/>: <c>{"version":1,"model_version":"…"}</c>.</summary>
public static class ModelUpdated
{
    /// <summary>The one format there is.</summary>
    public const int FormatVersion = 1;

    /// <summary>Writes the record that tells of a model that serves from now on.</summary>
    public static TopicRecord ToRecord(string modelVersion) => new(
        modelVersion,
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["version"] = FormatVersion, ["model_version"] = modelVersion }));
}
