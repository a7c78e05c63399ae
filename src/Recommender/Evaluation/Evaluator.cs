using System.Diagnostics;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Evaluation;

/// <summary>
/// Measures models by full ranking: every test user gets a list of the whole catalogue without the train items, no sampled negatives
/// (Krichene and Rendle, "On sampled metrics for item recommendation", KDD 2020).
/// </summary>
public static class Evaluator
{
    private const int UsersPerChunk = 64;

    /// <summary>Fits the models on train, makes the lists of all test users and measures them.</summary>
    /// <param name="data">Train and test.</param>
    /// <param name="options">Models and protocol.</param>
    /// <param name="progress">Is told how far the evaluation is, from any thread; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static EvaluationReport Evaluate(
        EvaluationData data, EvaluationOptions options, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var fitProgress = progress is null ? null : new FitProgress(progress, data.Users.Count);
        var engine = options.Sources.Engine;
        var settings = options.Sources with
        {
            LatentFactors = options.Sources.LatentFactors with { Seed = options.Seed },
            Engine = engine.HoldoutBy == HoldoutKind.Automatic ? engine with { HoldoutBy = data.Split } : engine,
        };
        var sources = SourceSet.Fit(
            data.Train, settings, [.. options.Models.Select(SourceOf)], options.Threads, fitProgress, cancellationToken);
        return Evaluate(data, sources, options, progress, cancellationToken);
    }

    /// <summary>Makes the lists of all test users by models that are fitted already, and measures them.</summary>
    /// <param name="data">Train, which the models were fitted on, and test.</param>
    /// <param name="sources">The models; must hold those that the options name, the engine for served lists.</param>
    /// <param name="options">Models and protocol.</param>
    /// <param name="progress">Is told how far the evaluation is, from any thread; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static EvaluationReport Evaluate(
        EvaluationData data,
        SourceSet sources,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var models = new List<ModelEvaluation>();
        foreach (var name in options.Models)
        {
            var start = Stopwatch.GetTimestamp();
            var lists = Recommend(data, sources, name, options, progress, cancellationToken);
            models.Add(Measure(name, lists, data, options, sources.FitTime(SourceOf(name)), Stopwatch.GetElapsedTime(start)));
        }

        return new EvaluationReport(options, data, models, sources.EngineReport);
    }

    private static string SourceOf(string model) => model == EvaluationOptions.Served ? EngineSource.SourceName : model;

    private static RecommendationLists Recommend(
        EvaluationData data,
        SourceSet sources,
        string name,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var lists = new RecommendationLists(data.Users.Count, options.Ks.Max());
        var allowed = options.Candidates == CandidateFilter.Cold ? ItemsWithoutTrain(data) : null;
        var served = name == EvaluationOptions.Served ? new ServedLists(data.Train, sources) : null;
        var next = -UsersPerChunk;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken };
        Parallel.For(0, options.Threads, parallel, _ =>
        {
            var maker = sources.CreateListMaker(SourceOf(name));
            var histories = new HistoryItem[UsersPerChunk][];
            int first;
            while ((first = Interlocked.Add(ref next, UsersPerChunk)) < data.Users.Count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new EvaluationProgress(name, "recommend", first, data.Users.Count));
                var count = Math.Min(UsersPerChunk, data.Users.Count - first);
                if (served is not null)
                {
                    for (var user = first; user < first + count; user++)
                        lists.Counts(user, 1)[0] = served.Make(data.Users[user].TrainUser, lists.Places(user, 1));
                    continue;
                }

                for (var index = 0; index < count; index++)
                    histories[index] = HistoryOf(data, first + index);
                maker.Make(histories.AsSpan(0, count), allowed, lists.Length, lists.Places(first, count), lists.Counts(first, count));
            }
        });
        return lists;
    }

    private static ModelEvaluation Measure(
        string name, RecommendationLists lists, EvaluationData data, EvaluationOptions options, TimeSpan fitTime, TimeSpan recommendTime)
    {
        var coverage = options.Ks.Select(k => Metrics.Coverage(lists, data, k)).ToArray();
        return new ModelEvaluation(name, Slice(null), Slice(false), Slice(true), fitTime, recommendTime, lists);

        SliceMetrics Slice(bool? wantCold)
        {
            var slice = new ItemSlice(data.TrainUsers, options.ColdBelow, wantCold);
            var (users, byK) = Metrics.Average(lists, data, options, slice);
            return new SliceMetrics(users, byK, coverage);
        }
    }

    private static ItemSet ItemsWithoutTrain(EvaluationData data)
    {
        var items = new ItemSet(data.Train.Items.Count);
        for (var item = 0; item < items.ItemCount; item++)
        {
            if (data.TrainUsers.Span[item] == 0)
                items.Add(item);
        }

        return items;
    }

    private static HistoryItem[] HistoryOf(EvaluationData data, int testUser)
    {
        var user = data.Users[testUser].TrainUser;
        return user < 0 ? [] : HistoryItem.Of(data.Train, user);
    }

    private sealed class FitProgress(IProgress<EvaluationProgress> progress, int users) : IProgress<string>
    {
        public void Report(string value) => progress.Report(new EvaluationProgress(value, "fit", 0, users));
    }
}
