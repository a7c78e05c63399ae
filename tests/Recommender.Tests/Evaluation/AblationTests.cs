using BookRecs.Recommender.Evaluation;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Tests.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Evaluation;

public sealed class AblationTests
{
    [Fact]
    public void Measure_AShop_TellsWhatTheEngineReachesWithoutEachPart()
    {
        var holdout = Holdout.Make(EngineShop.Data, 0.1, 0, 50, 42)!;
        var data = EvaluationData.Create(holdout.Train, hasCatalogue: true, holdout.TestOf(100));
        var options = new EvaluationOptions { Sources = EngineShop.Options, Models = ["popular"], Threads = 2 };

        var rows = Ablation.Measure(data, options, null, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["", "source sparse_linear", "source latent_factors", "source cold_start", "features recent", "features item", "features user", "features book", "features support", "features usual"],
            rows.Select(static row => row.Without));
        var whole = Evaluator.Evaluate(
            data, options with { Models = [EngineSource.SourceName] }, null, TestContext.Current.CancellationToken).Models[0];
        Assert.Equal(whole.Overall.ByK[0].Ndcg, rows[0].Engine.Overall.ByK[0].Ndcg);
        Assert.Contains(rows.Skip(1), row => row.Engine.Overall.ByK[0].Ndcg != whole.Overall.ByK[0].Ndcg);
        var table = Ablation.Render(rows, 10).Split('\n');
        Assert.StartsWith("engine without            ndcg@10  difference", table[0], StringComparison.Ordinal);
        Assert.StartsWith("nothing", table[1], StringComparison.Ordinal);
        Assert.StartsWith("features book", table[8], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.20004, "0.0000")]
    [InlineData(0.19996, "0.0000")]
    [InlineData(0.1987, "-0.0013")]
    [InlineData(0.2013, "+0.0013")]
    public void Render_ADifference_HasOneSign_AndNoneWhereItRoundsToNothing(double ndcg, string expected)
    {
        var table = Ablation.Render([new AblationRow("", Engine(0.2)), new AblationRow("source content", Engine(ndcg))], 10).Split('\n');
        Assert.Equal(expected, table[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);

        static ModelEvaluation Engine(double ndcg) => new("engine", Slice(ndcg), Slice(0), Slice(0), TimeSpan.Zero, TimeSpan.Zero, null!);

        static SliceMetrics Slice(double ndcg) => new(5, [new ListMetrics(ndcg, 0, 0)], [0]);
    }
}
