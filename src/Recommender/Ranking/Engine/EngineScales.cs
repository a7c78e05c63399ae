using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// What is usual in a model's data. The rankers learn on the train part of a holdout and serve on all data, where there are more acts
/// and every score is higher; features as multiples of what is usual mean the same in both.
/// </summary>
/// <param name="Scores">Each score column's best score for a candidate, averaged over a sample of users.</param>
/// <param name="Items">What each column gives each item, averaged over the same users.</param>
/// <param name="LogUsers">The mean of log(1 + users) over the items with a user.</param>
/// <param name="LogItems">The mean of log(1 + items) over the users.</param>
internal sealed record EngineScales(float[] Scores, ItemMeans Items, float LogUsers, float LogItems)
{
    private const string Section = "engine.scales";

    /// <summary>
    /// Measures a model on the data that its sources were fitted on; the result does not depend on the number of threads.
    /// </summary>
    public static EngineScales Measure(
        TrainingData data, SourceSet sources, ItemFacts facts, EngineOptions options, int threads, CancellationToken cancellationToken)
    {
        var columns = new ScoreColumns(sources).Names.Count;
        var none = new EngineScales(
            [.. Enumerable.Repeat(1f, columns)], ItemMeans.None(columns), MeanLogUsers(facts), MeanLogItems(data));
        var stages = EngineSource.StagesOf(sources, facts, none, options);
        var sample = ScoreSample.Take(data, stages, facts, options, threads, cancellationToken);
        return none with
        {
            Scores = sample.MeanBest(),
            Items = ItemMeans.Of(sample.Shares, columns, sample.Users, facts),
        };
    }

    public static EngineScales Load(ArtifactReader artifact, int items, int columns)
    {
        var values = artifact.Read<float>(Section).Span;
        return values.Length == columns + 2
            ? new EngineScales(values[2..].ToArray(), ItemMeans.Load(artifact, items, columns), values[0], values[1])
            : throw new InvalidDataException($"{Section} has {values.Length} numbers, but must have {columns + 2}");
    }

    public void Save(ArtifactWriter artifact)
    {
        artifact.Write<float>(Section, [LogUsers, LogItems, .. Scores]);
        Items.Save(artifact);
    }

    private static float MeanLogUsers(ItemFacts facts)
    {
        var (sum, count) = (0d, 0);
        foreach (var value in facts.LogUsers)
            (sum, count) = value > 0f ? (sum + value, count + 1) : (sum, count);
        return count == 0 ? 0f : (float)(sum / count);
    }

    private static float MeanLogItems(TrainingData data)
    {
        var (sum, count) = (0d, 0);
        for (var user = 0; user < data.Users.Count; user++)
        {
            var length = data.Interactions.RowColumns(user).Length;
            (sum, count) = length > 0 ? (sum + Math.Log(1 + length), count + 1) : (sum, count);
        }

        return count == 0 ? 0f : (float)(sum / count);
    }
}
