using System.Runtime.Intrinsics;
using BookRecs.Recommender.Ranking.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

public sealed class ThresholdTableTests
{
    [Fact]
    public void CountBelow_OfAnyThresholds_CountsThem() => Prop.ForAll(
        Arb.From(
            from seed in Gen.Choose(0, 1_000_000)
            from count in Gen.OneOf(Gen.Choose(1, 40), Gen.Choose(41, 255))
            select (seed, count)),
        table =>
        {
            var random = new System.Random(table.seed);
            var thresholds = Enumerable.Range(0, 2_000).Select(value => value - 1_000f).OrderBy(_ => random.Next()).Take(table.count).Order().ToArray();
            if (table.seed % 2 == 0)
                thresholds[^1] = float.MaxValue;
            var counter = new ThresholdTable(thresholds);
            for (var round = 0; round < 10; round++)
            {
                float[] values = [.. Enumerable.Range(0, 12).Select(_ => random.Next(-1_010, 1_010) + (random.Next(2) * 0.5f)),
                    float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue];
                var counts = counter.CountBelow(Vector512.Create<float>(values));
                for (var lane = 0; lane < values.Length; lane++)
                    Assert.Equal(thresholds.Count(threshold => values[lane] > threshold), counts[lane]);
            }

            Assert.All(Enumerable.Range(0, thresholds.Length), rank => Assert.Equal(rank, counter.RankOf(thresholds[rank])));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(80));
}
