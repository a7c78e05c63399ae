using System.Collections.Concurrent;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Frontend.Tests.Fakes;

/// <summary>The popular list: book 99.</summary>
public sealed class FakeFallbackGrain : IFallbackGrain
{
    /// <summary>When set, it answers instead.</summary>
    public Func<FallbackReason, Task<RecommendationList>>? Popular { get; set; }

    /// <summary>What was asked for.</summary>
    public ConcurrentQueue<RecommendationQuery> Queries { get; } = new();

    public Task<RecommendationList> GetPopularAsync(RecommendationQuery query, FallbackReason reason)
    {
        Queries.Enqueue(query);
        return Popular is { } popular ? popular(reason) : Task.FromResult(FakeShop.List("99") with { FallbackReason = reason });
    }
}
