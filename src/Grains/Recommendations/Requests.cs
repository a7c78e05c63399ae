using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Recommender.Ranking;

namespace BookRecs.Grains.Recommendations;

/// <summary>Turns what crosses a grain call into what the engine ranks by.</summary>
internal static class Requests
{
    /// <summary>The engine's request for a query.</summary>
    public static RankingRequest For(RecommendationQuery query, IReadOnlyList<RankingHistoryItem> history, ISeenItems? seen) => new()
    {
        History = history,
        Seen = seen,
        Count = query.Limit,
        Exclude = query.Exclude.IsDefaultOrEmpty ? [] : query.Exclude,
        Language = query.Language,
    };

    /// <summary>True when the query is the plain one, whose list is cached.</summary>
    public static bool IsPlain(RecommendationQuery query) =>
        query.Limit == RecommendationQuery.DefaultLimit && query.Language is null && query.Exclude.IsDefaultOrEmpty;
}
