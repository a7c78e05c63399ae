using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Candidates;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

public sealed class LambdaMartTests
{
    private static readonly LambdaMartOptions Options = new() { Trees = 60, MinRowsInLeaf = 5, Leaves = 8 };

    [Theory]
    [InlineData(BoostingObjective.LambdaRank)]
    [InlineData(BoostingObjective.Logistic)]
    public void Fit_OnGeneratedQueries_BeatsTheBestSingleFeature(BoostingObjective objective)
    {
        var test = RankingRows.Random(103, groups: 300);
        var fit = LambdaMart.Fit(
            RankingRows.Random(101, groups: 300),
            RankingRows.Random(102, groups: 100),
            Options with { Objective = objective },
            threads: 1,
            cancellationToken: TestContext.Current.CancellationToken);

        var single = Enumerable.Range(0, test.FeatureCount).Max(feature => RankingMetrics.Ndcg(
            test, Enumerable.Range(0, test.RowCount).Select(row => float.IsNaN(test.Row(row)[feature]) ? -1 : test.Row(row)[feature]).ToArray(), 10));
        var learned = RankingMetrics.Ndcg(test, RankingRows.Score(fit.Model, test), 10);

        Assert.True(learned > single + 0.1, $"{learned} against {single}");
    }

    [Theory]
    [InlineData(BoostingObjective.LambdaRank)]
    [InlineData(BoostingObjective.Logistic)]
    public void Fit_OnAnyNumberOfThreads_GivesTheSameBytes(BoostingObjective objective)
    {
        var train = RankingRows.Random(7, groups: 1_500, isWeighted: true);
        var validation = RankingRows.Random(8);

        var once = Dump(1);

        Assert.Equal(once, Dump(2));
        Assert.Equal(once, Dump(5));

        string Dump(int threads)
        {
            var artifact = new MemoryArtifact();
            var options = Options with { Trees = 6, Objective = objective };
            LambdaMart.Fit(train, validation, options, threads, cancellationToken: TestContext.Current.CancellationToken).Model.Save(artifact, "m");
            return artifact.Dump();
        }
    }
}
