using System.Globalization;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Evaluation;

/// <summary>Holds the engine against the best single source in each slice: the rule of admission is that it is never below.</summary>
public static class EngineComparison
{
    /// <summary>Renders two lines that end with a line feed; nothing where the engine or every single source is missing.</summary>
    /// <param name="report">What was measured; its first list length counts.</param>
    public static string Render(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var engine = report.Models.FirstOrDefault(static model => model.Name == EngineSource.SourceName);
        ModelEvaluation[] single =
        [
            .. report.Models.Where(static model => model.Name is not (EngineSource.SourceName or BlendSource.SourceName or EvaluationOptions.Served)),
        ];
        if (engine is null || single.Length == 0)
            return "";
        (string Name, Func<ModelEvaluation, SliceMetrics> Of)[] slices =
            [("overall", static model => model.Overall), ("warm", static model => model.Warm), ("cold", static model => model.Cold)];
        var (gaps, holds, fails) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var (name, of) in slices.Where(slice => slice.Of(engine).Users > 0))
        {
            var best = single.MaxBy(model => of(model).ByK[0].Ndcg)!;
            var (own, other) = (of(engine).ByK[0].Ndcg, of(best).ByK[0].Ndcg);
            gaps.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {(own < other ? '-' : '+')}{Math.Abs(own - other):0.0000} ({best.Name} {other:0.0000})"));
            (own < other ? fails : holds).Add(name);
        }

        var verdict = fails.Count == 0
            ? "holds in every slice"
            : $"fails in {string.Join(" and ", fails)}{(holds.Count > 0 ? $", holds in {string.Join(" and ", holds)}" : "")}";
        return $"engine against the best single source, ndcg@{report.Options.Ks[0]}: {string.Join(", ", gaps)}\n"
            + $"rule of admission (never below the best single source): {verdict}\n";
    }
}
