using System.Globalization;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Requests;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Frontend.Recommendations;

/// <summary>The parameters of GET /v1/recommendations, checked.</summary>
internal readonly record struct RecommendationsRequest(string UserId, RecommendationQuery Query)
{
    /// <summary>The most items that a request may exclude.</summary>
    public const int MaxExclude = 100;

    /// <summary>Reads the query string.</summary>
    /// <param name="query">The query string with its question mark, or null.</param>
    /// <param name="request">The parameters, when there is no problem.</param>
    /// <returns>The first broken rule, or null.</returns>
    public static Problem? Read(string? query, out RecommendationsRequest request)
    {
        request = default;
        string? userId = null, language = null, context = null;
        int? limit = null;
        List<string>? exclude = null;
        var excluded = 0;
        var reader = new QueryReader(query);
        while (reader.MoveNext())
        {
            var problem = reader.Name switch
            {
                "user_id" => reader.ReadOnce("user_id", ref userId),
                "limit" => reader.ReadOnce("limit", 1, RecommendationQuery.MaxLimit, ref limit),
                "exclude" => ReadExclude(in reader, exclude ??= [], ref excluded),
                "language" => reader.ReadOnce("language", ref language),
                "context" => reader.ReadOnce("context", ref context),
                _ => reader.Unknown("user_id, limit, exclude, language and context"),
            };
            if (problem is not null)
                return problem;
        }
        if (userId is null)
            return Problem.InvalidParameter("user_id", null, "is required");
        if (IdRule.Broken(userId) is { } rule)
            return Problem.InvalidParameter("user_id", userId, rule);
        if (language is not null && !LanguageRule.IsKept(language))
            return Problem.InvalidParameter("language", language, LanguageRule.Rule);
        if (context is not (null or "home" or "book" or "cart"))
            return Problem.InvalidParameter("context", context, "must be home, book or cart");
        var plain = limit is null or RecommendationQuery.DefaultLimit && exclude is null && language is null;
        request = new RecommendationsRequest(
            userId,
            plain
                ? RecommendationQuery.Default
                : new RecommendationQuery(limit ?? RecommendationQuery.DefaultLimit, [.. exclude ?? []], language));
        return null;
    }

    private static Problem? ReadExclude(in QueryReader reader, List<string> exclude, ref int excluded)
    {
        var value = RawPath.Decode(reader.RawValue, plusIsSpace: true);
        if (value is null)
            return Problem.InvalidParameter("exclude", reader.RawValue.ToString(), "must be percent-encoded UTF-8");
        foreach (var part in value.Split(','))
        {
            if (part.Length == 0)
                continue;
            if (IdRule.Broken(part) is { } rule)
                return Problem.InvalidParameter("exclude", part, $"holds item ids that {rule}");
            exclude.Add(part);
            excluded++;
        }
        if (excluded > MaxExclude)
        {
            var count = excluded.ToString(CultureInfo.InvariantCulture);
            return Problem.InvalidParameter("exclude", $"{count} ids", "must hold at most 100 item ids");
        }
        // An id may itself hold a comma: the whole value is then excluded beside its parts.
        if (value.Contains(',') && IdRule.Broken(value) is null)
            exclude.Add(value);
        return null;
    }
}
