using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Evaluation;
using BookRecs.Recommender.Ranking.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

public sealed class RankingMetricsTests
{
    [Fact]
    public void Ndcg_OfGradedLabels_EqualsTheSumDoneByHand()
    {
        // In the order of the scores the labels are 0, 2, 1: DCG@2 = 3/log2(3); the best order has 3 + 1/log2(3).
        var data = Data([1f, 2f, 0f]);

        var ndcg = RankingMetrics.Ndcg(data, new[] { 1f, 2f, 3f }, 2);

        Assert.Equal(3 / Math.Log2(3) / (3 + (1 / Math.Log2(3))), ndcg, 1e-9);
    }

    [Fact]
    public void Ndcg_OfScoresThatAreAllAlike_PutsTheRelevantRowsLast() =>
        Assert.Equal(1 / Math.Log2(5), RankingMetrics.Ndcg(Data([1f, 0f, 0f, 0f]), new float[4], 10), 1e-9);

    [Fact]
    public void Ndcg_LeavesQueriesWithoutARelevantRowOut()
    {
        var builder = new RankingDataSetBuilder(["f0"]);
        builder.AddGroup(new float[2], [0f, 0f]);
        builder.AddGroup(new float[2], [1f, 0f]);

        Assert.Equal(1, RankingMetrics.Ndcg(builder.Build(), new[] { 0f, 0f, 2f, 1f }, 5));
        Assert.Equal(0, RankingMetrics.Ndcg(Data([0f, 0f]), new[] { 1f, 2f }, 5));
        Assert.Throws<ArgumentException>(() => RankingMetrics.Ndcg(Data([0f, 0f]), new[] { 1f }, 5));
    }

    [Fact]
    public void Ndcg_OfBinaryLabels_IsThatOfTheEvaluation() => Prop.ForAll(
        Arb.From(
            from seed in Gen.Choose(0, 1_000_000)
            from rows in Gen.Choose(1, 60)
            from k in Gen.Choose(1, 70)
            select (seed, rows, k)),
        query =>
        {
            var random = new System.Random(query.seed);
            var scores = Enumerable.Range(0, query.rows).Select(row => (float)row).ToArray();
            random.Shuffle(scores);
            var labels = Enumerable.Range(0, query.rows).Select(_ => random.Next(5) == 0 ? 1f : 0f).ToArray();
            labels[random.Next(query.rows)] = 1f;
            var list = Enumerable.Range(0, query.rows).OrderByDescending(row => scores[row]).Select(row => new ScoredItem(row, scores[row])).ToArray();
            var relevant = Enumerable.Range(0, query.rows).Where(row => labels[row] > 0).ToArray();

            Assert.Equal(Metrics.Score(list, relevant, 0, query.k).Ndcg, RankingMetrics.Ndcg(Data(labels), scores, query.k), 1e-9);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static RankingDataSet Data(float[] labels)
    {
        var builder = new RankingDataSetBuilder(["f0"]);
        builder.AddGroup(new float[labels.Length], labels);
        return builder.Build();
    }
}
