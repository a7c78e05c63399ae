using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Evaluation;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Evaluation;

public sealed class MetricsTests
{
    [Fact]
    public void Score_HitsAtRanksOneAndThree_IsAsByHand()
    {
        // Gain 1 + 1/log2(4) = 1.5; ideal of three relevant items 1 + 1/log2(3) + 1/log2(4) = 2.13093.
        var metrics = Metrics.Score(List(7, 4, 2, 9), [2, 5, 7], 0, 4);
        Assert.Equal(1.5 / 2.1309297535714573, metrics.Ndcg, 1e-12);
        Assert.Equal(2.0 / 3, metrics.Recall, 1e-12);
        Assert.Equal(2.0 / 3, metrics.RecallCapped, 1e-12);
    }

    [Fact]
    public void Score_MoreRelevantItemsThanPlaces_CapsRecallAndIdeal()
    {
        var metrics = Metrics.Score(List(1, 2), [1, 2, 3, 4], 1, 2);
        Assert.Equal(new ListMetrics(1, 0.4, 1), metrics);
    }

    [Fact]
    public void Score_PlacesBeyondK_DoNotCount() => Assert.Equal(new ListMetrics(0, 0, 0), Metrics.Score(List(9, 1), [1], 0, 1));

    [Fact]
    public void Score_AnEmptyList_IsZero() => Assert.Equal(new ListMetrics(0, 0, 0), Metrics.Score([], [1], 0, 10));

    [Fact]
    public void Score_UnknownRelevantItems_AreMisses() => Assert.Equal(new ListMetrics(0, 0, 0), Metrics.Score(List(1), [], 2, 10));

    [Fact]
    public void Score_WithoutARelevantItem_IsRefused() => Assert.Throws<ArgumentException>(() => Metrics.Score(List(1), [], 0, 10));

    [Fact]
    public void Score_AnyList_EqualsTheNaiveDefinition()
    {
        var items = Gen.Choose(0, 30).ListOf().Select(static drawn => drawn.Distinct().ToArray());
        var cases = Gen.Zip(Gen.Zip(items, items.Where(static drawn => drawn.Length > 0)), Gen.Zip(Gen.Choose(0, 3), Gen.Choose(1, 12)));
        Prop.ForAll(cases.ToArbitrary(), drawn =>
        {
            var ((list, relevant), (unknown, k)) = drawn;
            var metrics = Metrics.Score(List(list), [.. relevant.Order()], unknown, k);
            var (ndcg, recall, capped) = Naive(list, [.. relevant], relevant.Length + unknown, k);
            return Math.Abs(metrics.Ndcg - ndcg) < 1e-12
                && Math.Abs(metrics.Recall - recall) < 1e-12
                && Math.Abs(metrics.RecallCapped - capped) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    private static (double Ndcg, double Recall, double Capped) Naive(int[] list, HashSet<int> relevant, int count, int k)
    {
        var top = list.Take(k).ToList();
        var gain = top.Select((item, index) => relevant.Contains(item) ? Math.Log(2) / Math.Log(index + 2) : 0).Sum();
        var ideal = Enumerable.Range(1, Math.Min(k, count)).Sum(rank => Math.Log(2) / Math.Log(rank + 1));
        double hits = top.Count(relevant.Contains);
        return (gain / ideal, hits / count, hits / Math.Min(k, count));
    }

    private static ScoredItem[] List(params int[] items) => [.. items.Select(static (item, rank) => new ScoredItem(item, 100f - rank))];
}
