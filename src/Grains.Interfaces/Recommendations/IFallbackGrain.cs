namespace BookRecs.Grains.Interfaces.Recommendations;

/// <summary>The popular list for anyone, when a personal one cannot be had in time. Any key reaches it.</summary>
[Alias("bookrecs.fallback")]
public interface IFallbackGrain : IGrainWithStringKey
{
    /// <summary>The popular list.</summary>
    /// <param name="query">What the page asked for.</param>
    /// <param name="reason">Why the caller needs it.</param>
    [Alias("popular")]
    Task<RecommendationList> GetPopularAsync(RecommendationQuery query, FallbackReason reason);
}
