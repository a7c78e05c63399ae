using System.Text.Json;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Topics;

namespace BookRecs.Grains.Recommendations;

/// <summary>
/// A record of <see cref="TopicNames.RequestsForPredictions"/>:
/// <c>{"version":1,"request_id":"…","user_id":"…","limit":10,"exclude":["…"],"language":"en"}</c>; only version and user_id are required.
/// </summary>
/// <param name="RequestId">Chosen by the asker; the answer bears it. Null where the record has none.</param>
/// <param name="UserId">Whose list.</param>
/// <param name="Query">What is asked for.</param>
public sealed record PredictionRequest(string? RequestId, string UserId, RecommendationQuery Query)
{
    /// <summary>The one format there is.</summary>
    public const int FormatVersion = 1;

    /// <summary>The most items that a request excludes.</summary>
    public const int MaxExcluded = 100;

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">It is not such a record; the message names field and rule.</exception>
    public static PredictionRequest Parse(TopicRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return RecordJson.Read(record.Value, FormatVersion, static root =>
        {
            var requestId = root.OptionalText("request_id");
            if (requestId is not null && IdRule.Broken(requestId) is { } broken)
                throw new InvalidDataException($"request_id {broken}");
            return new PredictionRequest(
                requestId, UserIdOf(root), new RecommendationQuery(LimitOf(root), [.. ExcludedOf(root)], root.OptionalText("language")));
        });
    }

    /// <summary>The user of a record.</summary>
    internal static string UserIdOf(JsonElement root)
    {
        var userId = root.OptionalText("user_id");
        return IdRule.Broken(userId) is { } broken ? throw new InvalidDataException($"user_id {broken}") : userId!;
    }

    private static int LimitOf(JsonElement root)
    {
        if (!root.TryGetProperty("limit"u8, out var value) || value.ValueKind == JsonValueKind.Null)
            return RecommendationQuery.DefaultLimit;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var limit) && limit is >= 1 and <= RecommendationQuery.MaxLimit
            ? limit
            : throw new InvalidDataException($"limit must be a whole number from 1 to {RecommendationQuery.MaxLimit}");
    }

    private static List<string> ExcludedOf(JsonElement root)
    {
        const string Rule = "exclude must be an array of item ids";
        if (!root.TryGetProperty("exclude"u8, out var value) || value.ValueKind == JsonValueKind.Null)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException(Rule);
        if (value.GetArrayLength() > MaxExcluded)
            throw new InvalidDataException($"exclude must hold at most {MaxExcluded} item ids");
        return [.. value.EnumerateArray().Select(static item =>
            item.ValueKind == JsonValueKind.String ? item.GetString()! : throw new InvalidDataException(Rule))];
    }
}
