using System.Globalization;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Training;

namespace BookRecs.Cli.Train;

/// <summary>How a new model fared on what was held out of its training.</summary>
internal static class HoldoutTable
{
    private static readonly string[] MetricNames =
        ["overall.ndcg@10", "overall.recall@10", "overall.coverage@10", "warm.ndcg@10", "cold.ndcg@10"];

    /// <summary>Writes a line for each source, or why there is none.</summary>
    public static void Write(TextWriter output, ManifestHoldout? holdout)
    {
        if (holdout is null)
        {
            output.WriteLine("nothing could be held out, as interactions are too few or each user has one: the model is not measured");
            return;
        }

        output.WriteLine(
            $"measured on {Quantities.Count(holdout.TestInteractions)} interactions held out by {holdout.SplitBy}, "
            + $"{Quantities.Count(holdout.TestUsers)} users");
        output.WriteLine($"  {"",-14}{string.Concat(MetricNames.Select(metric => $"{metric,22}"))}");
        foreach (var (source, values) in holdout.Metrics)
        {
            var figures = MetricNames.Select(metric =>
                values.TryGetValue(metric, out var value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "-");
            output.WriteLine($"  {source,-14}{string.Concat(figures.Select(figure => $"{figure,22}"))}");
        }
    }
}
