using System.Collections.Immutable;
using System.Reflection;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Evaluation;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Training;

/// <summary>One training from data to a published folder, with its stages timed.</summary>
internal sealed class TrainingRun(
    TrainingData data,
    TrainingOptions options,
    string modelsPath,
    TimeProvider time,
    IProgress<TrainingProgress>? progress,
    bool isSynthetic,
    CancellationToken cancellationToken)
{
    // As trainings of 1 and 5 million interactions took it, so that the time left is about right.
    private const double TrainedFraction = 0.57;
    private const double RefittedFraction = 0.71;
    private const double MeasuredFraction = 0.83;
    private const double FittedFraction = 0.99;

    private readonly Lock _reporting = new();
    private readonly List<ManifestStage> _stages = [];
    private double _fraction;

    private static string EngineVersion =>
        typeof(TrainingRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public ModelManifest Execute()
    {
        ModelFolder.DeleteAbandoned(modelsPath);
        var holdout = Stage("hold out", 0, () => Holdout.Make(
            data, options.HoldoutFraction, hiddenItemFraction: 0, options.MinInteractionsForHoldout, options.Seed));
        var engine = Stage("train the engine", 0, () => TrainEngine(holdout?.Train ?? data));
        var measured = holdout is null ? null : Stage("measure", TrainedFraction, () => Measure(holdout, engine));
        var summary = Stage("hash data", holdout is null ? TrainedFraction : MeasuredFraction, () => DataSummary.Of(data, isSynthetic));
        var contentLift = Stage("compare records", _fraction, () => ContentLift.Measure(data, engine.Options.Content, options.Threads, cancellationToken));
        var sources = Fit(engine);
        using var folder = new ModelFolderWriter(modelsPath);
        var path = Path.Combine(folder.Folder, TrainedModel.FileName);
        var sha256 = Stage("write", FittedFraction, () => WriteModel(path, sources));
        var trainedAt = time.GetUtcNow();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var manifest = new ModelManifest
            {
                Version = ModelFolder.NameVersion(trainedAt, sha256),
                TrainedAt = trainedAt,
                EngineVersion = EngineVersion,
                Options = options with { Candidates = engine.Options },
                Data = summary with { ContentLift = contentLift },
                Holdout = measured,
                Engine = engine.Report,
                Stages = [.. _stages],
                Sources = [.. sources.Names],
                Files = [new ManifestFile(TrainedModel.FileName, new FileInfo(path).Length, sha256)],
            };
            folder.WriteText(ModelManifest.FileName, manifest.ToJson());
            if (folder.TryPublish(manifest.Version))
            {
                Report("done", 1);
                return manifest;
            }

            // The same data trained twice within a second would get the same name.
            trainedAt = trainedAt.AddSeconds(1);
        }
    }

    /// <summary>
    /// Trains the engine without what measures it. What is measured also serves: its settings and rankers stay, and only the sources are
    /// fitted again on all data.
    /// </summary>
    private EngineTraining TrainEngine(TrainingData train)
    {
        var settings = options.Candidates with { LatentFactors = options.Candidates.LatentFactors with { Seed = options.Seed } };
        var listener = new Listener<EngineProgress>(step => Report(step.Stage, TrainedFraction * step.Fraction));
        return SourceSet.TrainEngine(train, settings, options.Threads, listener, cancellationToken);
    }

    private ManifestHoldout Measure(Holdout holdout, EngineTraining engine)
    {
        var evaluated = EvaluationData.Create(
            holdout.Train, hasCatalogue: data.Books.Any(static book => book is not null), holdout.TestOf(options.MaxTestUsers));
        var begun = 0;
        var fitting = new Listener<string>(name => Report(
            $"measure: fit {name}", TrainedFraction + ((RefittedFraction - TrainedFraction) * begun++ / (engine.Parts.Count + 1))));
        var sources = SourceSet.Fit(holdout.Train, engine, options.Threads, fitting, cancellationToken);
        string[] models =
        [
            .. sources.Names.Where(static name => name is not (TrendingSource.SourceName or SeriesAuthorSource.SourceName)), EvaluationOptions.Served,
        ];
        var settings = new EvaluationOptions { Models = models, Seed = options.Seed, Threads = options.Threads };
        var ranking = new Listener<EvaluationProgress>(step => Report(
            $"measure {step.Model}",
            RefittedFraction + ((MeasuredFraction - RefittedFraction)
                * (Array.IndexOf(models, step.Model) + ((double)step.Done / Math.Max(step.Total, 1))) / models.Length)));
        var report = Evaluator.Evaluate(evaluated, sources, settings, ranking, cancellationToken);
        return new ManifestHoldout(
            holdout.Kind == HoldoutKind.Time ? "time" : "user",
            holdout.HeldOut,
            evaluated.Users.Count,
            report.Models.ToImmutableSortedDictionary(
                static model => model.Name, model => Flatten(model, report.Options.Ks), StringComparer.Ordinal));
    }

    private static ImmutableSortedDictionary<string, double> Flatten(ModelEvaluation model, IReadOnlyList<int> ks)
    {
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (slice, values) in new[] { ("overall", model.Overall), ("warm", model.Warm), ("cold", model.Cold) })
        {
            metrics[$"{slice}.users"] = values.Users;
            for (var index = 0; index < ks.Count; index++)
            {
                metrics[$"{slice}.ndcg@{ks[index]}"] = values.ByK[index].Ndcg;
                metrics[$"{slice}.recall@{ks[index]}"] = values.ByK[index].Recall;
                metrics[$"{slice}.recall_capped@{ks[index]}"] = values.ByK[index].RecallCapped;
                metrics[$"{slice}.coverage@{ks[index]}"] = values.CoverageByK[index];
            }
        }

        return metrics.ToImmutable();
    }

    private SourceSet Fit(EngineTraining engine)
    {
        var from = _fraction;
        var begun = 0;
        var start = time.GetTimestamp();
        string? current = null;
        var sourceProgress = new Listener<string>(Begin);
        var sources = SourceSet.Fit(data, engine, options.Threads, sourceProgress, cancellationToken);
        Begin(null);
        return sources;

        void Begin(string? name)
        {
            if (current is not null)
                _stages.Add(new ManifestStage($"fit {current}", SecondsSince(start)));
            (current, start) = (name, time.GetTimestamp());
            Report(name is null ? "fitted" : $"fit {name}", from + ((FittedFraction - from) * begun++ / (engine.Parts.Count + 1)));
        }
    }

    private T Stage<T>(string name, double fraction, Func<T> work)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Report(name, fraction);
        var start = time.GetTimestamp();
        var result = work();
        _stages.Add(new ManifestStage(name, SecondsSince(start)));
        return result;
    }

    private double SecondsSince(long start) => Math.Round(time.GetElapsedTime(start).TotalSeconds, 3);

    private void Report(string stage, double fraction)
    {
        lock (_reporting)
        {
            _fraction = Math.Max(_fraction, fraction);
            progress?.Report(new TrainingProgress(stage, _fraction));
        }
    }

    private string WriteModel(string path, SourceSet sources)
    {
        using (var writer = new ArtifactFileWriter(path))
        {
            writer.WriteStrings(TrainedModel.ItemsSection, data.Items.Ids);
            sources.Save(writer);
            writer.Complete();
        }

        return ModelFolder.HashFile(path);
    }

    private sealed class Listener<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
