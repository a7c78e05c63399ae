using System.Reflection;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

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
    private readonly List<ManifestStage> _stages = [];

    public ModelManifest Execute()
    {
        var holdout = Measure();
        var sources = SourceSet.Fit(data, options, (stage, done, work) => Stage($"fit {stage}", 0.5 + (0.4 * done), work), cancellationToken);
        ModelFolder.DeleteAbandoned(modelsPath);
        using var folder = new ModelFolderWriter(modelsPath);
        var path = Path.Combine(folder.Folder, TrainedModel.FileName);
        Stage("write", 0.9, () => WriteModel(path, sources));
        var sha256 = ModelFolder.HashFile(path);
        var trainedAt = time.GetUtcNow();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var manifest = Describe(trainedAt, sha256, holdout, sources, new FileInfo(path).Length);
            folder.WriteText(ModelManifest.FileName, manifest.ToJson());
            if (folder.TryPublish(manifest.Version))
            {
                progress?.Report(new TrainingProgress("done", 1));
                return manifest;
            }

            // The same data trained twice within a second would get the same name.
            trainedAt = trainedAt.AddSeconds(1);
        }
    }

    private static string EngineVersion =>
        typeof(TrainingRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private ManifestHoldout? Measure()
    {
        return null;
    }

    private void Stage(string name, double fraction, Action work)
    {
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new TrainingProgress(name, fraction));
        var start = time.GetTimestamp();
        work();
        _stages.Add(new ManifestStage(name, Math.Round(time.GetElapsedTime(start).TotalSeconds, 3)));
    }

    private void WriteModel(string path, IReadOnlyList<ICandidateSource> sources)
    {
        using var writer = new ArtifactFileWriter(path);
        writer.WriteStrings(TrainedModel.ItemsSection, data.Items.Ids);
        foreach (var source in sources)
            source.Save(writer);
        writer.Complete();
    }

    private ModelManifest Describe(
        DateTimeOffset trainedAt, string sha256, ManifestHoldout? holdout, IReadOnlyList<ICandidateSource> sources, long bytes) => new()
        {
            Version = ModelFolder.NameVersion(trainedAt, sha256),
            TrainedAt = trainedAt,
            EngineVersion = EngineVersion,
            Options = options,
            Data = DataSummary.Of(data, isSynthetic),
            Holdout = holdout,
            Stages = [.. _stages],
            Sources = [.. sources.Select(source => source.Name)],
            Files = [new ManifestFile(TrainedModel.FileName, bytes, sha256)],
        };
}
