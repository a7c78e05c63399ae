using System.Collections.Immutable;
using System.Text.Json;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Topics;

namespace BookRecs.Grains.Recommendations;

/// <summary>Writes records of <see cref="TopicNames.RecommendationUpdates"/>: a user's list, as HTTP answers it.</summary>
public static class RecommendationUpdate
{
    /// <summary>The one format there is.</summary>
    public const int FormatVersion = 1;

    /// <summary>Writes the record.</summary>
    /// <param name="requestId">The request that it answers, or null when the list was made ahead of any.</param>
    /// <param name="userId">Whose list.</param>
    /// <param name="list">The list.</param>
    /// <param name="rankedAt">When it was made.</param>
    public static TopicRecord ToRecord(string? requestId, string userId, RecommendationList list, DateTimeOffset rankedAt)
    {
        ArgumentNullException.ThrowIfNull(list);
        using var buffer = new MemoryStream(4_096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, FormatVersion);
            json.WriteString("request_id"u8, requestId);
            json.WriteString("user_id"u8, userId);
            json.WriteString("model_version"u8, list.ModelVersion);
            json.WriteString(
                "fallback_reason"u8, list.FallbackReason is { } reason ? JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()) : null);
            json.WriteString("ranked_at"u8, rankedAt.UtcDateTime);
            json.WriteStartArray("items"u8);
            for (var place = 0; place < list.Items.Length; place++)
                Write(json, list.Items[place], place + 1);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new TopicRecord(userId, buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, RecommendedItem item, int rank)
    {
        json.WriteStartObject();
        json.WriteString("item_id"u8, item.ItemId);
        json.WriteNumber("rank"u8, rank);
        json.WriteNumber("score"u8, item.Score);
        json.WriteString("source"u8, item.Source);
        json.WriteStartArray("reasons"u8);
        foreach (var reason in item.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, reason.Code);
            json.WriteString("text"u8, reason.Text);
            Write(json, "because_of"u8, reason.BecauseOf);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("book"u8);
        json.WriteString("title"u8, item.Book.Title);
        Write(json, "authors"u8, item.Book.Authors);
        if (item.Book.Year is { } year)
            json.WriteNumber("year"u8, year);
        else
            json.WriteNull("year"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
