using BookRecs.Recommender.Evaluation;

namespace BookRecs.Recommender.Tests.Evaluation;

/// <summary>Whether the engine is admitted, as a reader of the table sees it.</summary>
public sealed class EngineComparisonTests
{
    [Fact]
    public void Render_AnEngineThatIsNowhereBelow_Holds() => Assert.Equal(
        """
        engine against the best single source, ndcg@10: overall +0.1000 (content 0.2000), warm +0.0000 (popular 0.4000), cold +0.0500 (content 0.1000)
        rule of admission (never below the best single source): holds in every slice

        """,
        EngineComparison.Render(Report(
            Model("popular", 0.1, 0.4, 0),
            Model("content", 0.2, 0.1, 0.1),
            Model("blend", 0.9, 0.9, 0.9),
            Model("engine", 0.3, 0.4, 0.15),
            Model("served", 0.9, 0.9, 0.9))));

    [Fact]
    public void Render_AnEngineThatIsBelowInASlice_SaysWhere() => Assert.Equal(
        """
        engine against the best single source, ndcg@10: overall +0.1000 (popular 0.2000), warm +0.1000 (popular 0.4000), cold -0.0500 (content 0.2000)
        rule of admission (never below the best single source): fails in cold, holds in overall and warm

        """,
        EngineComparison.Render(Report(Model("popular", 0.2, 0.4, 0), Model("content", 0.1, 0.1, 0.2), Model("engine", 0.3, 0.5, 0.15))));

    [Fact]
    public void Render_AnEngineThatIsBelowByLessThanIsShown_HasAMinusAlone() => Assert.Contains(
        "overall -0.0000 (content 0.2000)",
        EngineComparison.Render(Report(Model("content", 0.2, 0, 0), Model("engine", 0.19999, 0, 0))),
        StringComparison.Ordinal);

    [Fact]
    public void Render_ASliceWithoutUsers_IsNotJudged()
    {
        var text = EngineComparison.Render(Report(Model("content", 0.1, 0, 0.1, warmUsers: 0), Model("engine", 0.2, 0, 0.2, warmUsers: 0)));
        Assert.DoesNotContain("warm", text, StringComparison.Ordinal);
        Assert.Contains("holds in every slice", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_WithoutTheEngineOrASource_IsEmpty()
    {
        Assert.Empty(EngineComparison.Render(Report(Model("popular", 0.1, 0.1, 0.1))));
        Assert.Empty(EngineComparison.Render(Report(Model("engine", 0.1, 0.1, 0.1), Model("blend", 0.1, 0.1, 0.1))));
    }

    private static EvaluationReport Report(params ModelEvaluation[] models) =>
        new(new EvaluationOptions { Ks = [10, 20] }, null!, models);

    private static ModelEvaluation Model(string name, double overall, double warm, double cold, int warmUsers = 5) =>
        new(name, Slice(overall), Slice(warm, warmUsers), Slice(cold), TimeSpan.Zero, TimeSpan.Zero, null!);

    private static SliceMetrics Slice(double ndcg, int users = 5) => new(users, [new ListMetrics(ndcg, 0, 0), new ListMetrics(0, 0, 0)], [0, 0]);
}
