using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Synthetic;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

/// <summary>What the trainer makes of what it has chosen.</summary>
public sealed class EngineTrainerTests
{
    [Fact]
    public void FinalRanker_RaisesColdItemsByTheBoostThatWasChosen_AndNoOthers()
    {
        // Alike in all but what raising cold items may cost: nothing, or half of the lists' quality.
        var data = EngineShop.Make(new SyntheticShopOptions { Users = 600, Items = 500, Interactions = 12_000 });
        var (plain, raised) = (Train(data, 0), Train(data, 0.5));
        Assert.Equal(0f, plain.Report.ColdBoost);
        Assert.True(
            raised.Report.ColdBoost > 0,
            "no boost was chosen, so nothing can be seen of it: let the test train on a shop where a single source finds cold items better than the engine");
        var ranker = plain.Rankers!.FinalRanker;
        var isCold = EngineFeatures.PlaceOf(ranker.FeatureNames, EngineFeatures.IsColdName);
        foreach (var cold in new[] { 0f, 1f })
        {
            var row = new float[ranker.FeatureNames.Count];
            row[isCold] = cold;
            Assert.Equal(ScoreOf(ranker, row) + (cold * raised.Report.ColdBoost), ScoreOf(raised.Rankers!.FinalRanker, row), 1e-5f);
        }
    }

    private static float ScoreOf(TreeEnsemble ranker, float[] row)
    {
        var score = new float[1];
        ranker.Score(row, row.Length, score);
        return score[0];
    }

    private static EngineTraining Train(TrainingData data, double tolerance)
    {
        var options = EngineShop.Options with { Engine = EngineShop.Options.Engine with { ColdLabel = 1, ColdBoostTolerance = tolerance } };
        return new EngineTrainer(data, options, SourceSet.BaseNames, seed: 17, threads: 2, null, TestContext.Current.CancellationToken).Train();
    }
}
