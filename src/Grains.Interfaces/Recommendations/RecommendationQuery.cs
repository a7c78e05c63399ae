using System.Collections.Immutable;

namespace BookRecs.Grains.Interfaces.Recommendations;

/// <summary>What a page asks for.</summary>
/// <param name="Limit">How many items, 1 to 100.</param>
/// <param name="Exclude">Items not to return, such as those already on the page.</param>
/// <param name="Language">Only items of this language, or null for any.</param>
/// <param name="IsAheadOfTime">True when no reader asks: the list is made so that a later question finds it.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.recommendation_query")]
public sealed record RecommendationQuery(
    [property: Id(0)] int Limit,
    [property: Id(1)] ImmutableArray<string> Exclude,
    [property: Id(2)] string? Language,
    [property: Id(3)] bool IsAheadOfTime = false)
{
    /// <summary>The limit where a request names none.</summary>
    public const int DefaultLimit = 10;

    /// <summary>The highest limit.</summary>
    public const int MaxLimit = 100;

    /// <summary>The plain question: ten items, no filter.</summary>
    public static RecommendationQuery Default { get; } = new(DefaultLimit, [], null);

    /// <summary>The plain question before anybody asks it.</summary>
    public static RecommendationQuery AheadOfTime { get; } = Default with { IsAheadOfTime = true };
}
