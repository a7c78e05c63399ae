using BookRecs.Grains.Interfaces.Recommendations;
using Orleans.Concurrency;

namespace BookRecs.Grains.Recommendations;

/// <summary>The popular list for anyone; has no state, so that any number of activations serve it.</summary>
/// <param name="popular">Makes the list.</param>
[StatelessWorker]
public sealed class FallbackGrain(PopularList popular) : Grain, IFallbackGrain
{
    /// <inheritdoc/>
    public Task<RecommendationList> GetPopularAsync(RecommendationQuery query, FallbackReason reason) => popular.GetAsync(query, reason);
}
