using System.Globalization;
using System.Text;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Evaluation;

/// <summary>
/// Trains the engine without each source and each group of features in turn and measures what is lost: what the part adds to the rest. The
/// settings of the sources are not tuned, so that nothing else differs.
/// </summary>
public static class Ablation
{
    /// <summary>Trains and measures the whole engine, then the engine without each part.</summary>
    /// <param name="data">Train and test.</param>
    /// <param name="options">Protocol and settings; the models it names do not matter.</param>
    /// <param name="progress">Is told how far it is, from any thread; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static IReadOnlyList<AblationRow> Measure(
        EvaluationData data, EvaluationOptions options, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        var engine = options.Sources.Engine with { TuningBudget = TimeSpan.Zero };
        var applicable = SourceSet.ApplicableNames(data.Train);
        var rows = new List<AblationRow> { Without("", engine) };
        foreach (var source in SourceSet.OptionalNames.Where(applicable.Contains))
            rows.Add(Without($"source {source}", engine with { ExcludedSources = [.. engine.ExcludedSources, source] }));
        foreach (var group in EngineFeatures.GroupNames)
            rows.Add(Without($"features {group}", engine with { ExcludedFeatures = [.. engine.ExcludedFeatures, group] }));
        return rows;

        AblationRow Without(string part, EngineOptions settings)
        {
            var asked = options with { Models = [EngineSource.SourceName], Sources = options.Sources with { Engine = settings } };
            return new AblationRow(part, Evaluator.Evaluate(data, asked, progress, cancellationToken).Models[0]);
        }
    }

    /// <summary>Renders the rows as a table for a terminal, with the difference to the whole engine, at the first list length.</summary>
    public static string Render(IReadOnlyList<AblationRow> rows, int k)
    {
        ArgumentNullException.ThrowIfNull(rows);
        const int Width = 24;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"engine without",-Width}  ndcg@{k}  difference  warm ndcg  cold ndcg  coverage\n");
        foreach (var (without, engine) in rows)
        {
            var ndcg = engine.Overall.ByK[0].Ndcg;
            var difference = Math.Round(ndcg - rows[0].Engine.Overall.ByK[0].Ndcg, 4);
            text.Append(CultureInfo.InvariantCulture, $"{(without.Length == 0 ? "nothing" : without),-Width}  {ndcg,7:0.0000}  {difference,10:+0.0000;-0.0000;0.0000}  ");
            text.Append(CultureInfo.InvariantCulture, $"{engine.Warm.ByK[0].Ndcg,9:0.0000}  {engine.Cold.ByK[0].Ndcg,9:0.0000}  {engine.Overall.CoverageByK[0],8:0.0000}\n");
        }

        return text.ToString();
    }
}
