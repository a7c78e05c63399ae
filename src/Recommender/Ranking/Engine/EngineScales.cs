using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// What is usual in a model's data. The rankers learn on the train part of a holdout and serve on all data, where there are more acts
/// and every score is higher; features as multiples of what is usual mean the same in both.
/// </summary>
/// <param name="Scores">Each score column's best score for a candidate, averaged over a sample of users.</param>
/// <param name="LogUsers">The mean of log(1 + users) over the items with a user.</param>
/// <param name="LogItems">The mean of log(1 + items) over the users.</param>
internal sealed record EngineScales(float[] Scores, float LogUsers, float LogItems)
{
    private const string Section = "engine.scales";
    private const int MaxUsers = 1_000;

    /// <summary>Measures a model on the data that its sources were fitted on.</summary>
    public static EngineScales Measure(TrainingData data, SourceSet sources, ItemFacts facts, EngineOptions options)
    {
        var columns = new ScoreColumns(sources);
        var none = new EngineScales([.. Enumerable.Repeat(1f, columns.Names.Count)], MeanLogUsers(facts), MeanLogItems(data));
        var features = new EngineFeatures(columns, facts, none, options, sources.ItemCount);
        var stages = new EngineStages(sources, features, options);
        var scratch = new EngineScratch(features, facts, options, sources.ItemCount);
        var sums = new double[columns.Names.Count];
        var step = Math.Max(1, data.Users.Count / MaxUsers);
        var count = 0;
        for (var user = 0; user < data.Users.Count; user += step)
        {
            var history = HistoryItem.Of(data, user);
            if (history.Length == 0)
                continue;
            scratch.Clear();
            scratch.Seen.Clear();
            scratch.Seen.Add(history);
            stages.FindCandidates(history, new UnseenItems(scratch.Seen, null), scratch);
            for (var column = 0; column < sums.Length; column++)
                sums[column] += scratch.Best[column];
            count++;
        }

        return none with { Scores = Array.ConvertAll(sums, sum => sum > 0 ? (float)(sum / count) : 1f) };
    }

    public static EngineScales Load(ArtifactReader artifact, int columns)
    {
        var values = artifact.Read<float>(Section).Span;
        return values.Length == columns + 2
            ? new EngineScales(values[2..].ToArray(), values[0], values[1])
            : throw new InvalidDataException($"{Section} has {values.Length} numbers, but must have {columns + 2}");
    }

    public void Save(ArtifactWriter artifact) => artifact.Write<float>(Section, [LogUsers, LogItems, .. Scores]);

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
