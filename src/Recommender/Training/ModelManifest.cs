using System.Collections.Immutable;
using System.Text.Json;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Training;

/// <summary>What people and programs need to know of a model: manifest.json beside its model.bin, in snake_case.</summary>
public sealed record ModelManifest
{
    /// <summary>The name of the file in a model folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The format that this program writes, and the only one that it reads.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The format of the manifest.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>
    /// The model's name: when it was trained and 8 digits of its content's hash, such as 20260102T030405Z-1a2b3c4d. Sorts by time.
    /// </summary>
    public required string Version { get; init; }

    /// <summary>When the training ended.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>The version of the program that trained it.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>Every setting of the training, its seed among them.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>What it was trained on.</summary>
    public required ManifestData Data { get; init; }

    /// <summary>How it fared on held-out interactions, or null when there were too few to hold any out.</summary>
    public ManifestHoldout? Holdout { get; init; }

    /// <summary>How the engine was trained: the settings that were tried, and what each feature is worth to its ranker.</summary>
    public EngineReport? Engine { get; init; }

    /// <summary>How long each stage took, in order.</summary>
    public ImmutableArray<ManifestStage> Stages { get; init; } = [];

    /// <summary>The candidate sources that the model holds, in the order in which they are blended.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>The other files of the folder.</summary>
    public ImmutableArray<ManifestFile> Files { get; init; } = [];

    /// <summary>The holdout metrics of one source by name, such as "overall.ndcg@10"; empty when there are none.</summary>
    public ImmutableSortedDictionary<string, double> MetricsOf(string source) =>
        Holdout?.Metrics.GetValueOrDefault(source) ?? ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The manifest as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ManifestJson.Readable.ModelManifest) + "\n";

    /// <summary>Reads the manifest of a model folder.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="InvalidDataException">It is missing, foreign or newer; the message names file and reason.</exception>
    public static ModelManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var text = File.ReadAllBytes(path);
            using (var document = JsonDocument.Parse(text))
            {
                if (document.RootElement.ValueKind != JsonValueKind.Object
                    || !document.RootElement.TryGetProperty("format_version", out var format)
                    || format.ValueKind != JsonValueKind.Number
                    || !format.TryGetInt32(out var version))
                    throw Refuse(path, "it has no format_version: it is not the manifest of a model");
                if (version is < ArtifactFormat.OldestVersion or > CurrentFormatVersion)
                    throw Refuse(path, ArtifactFormat.OtherVersion(version, CurrentFormatVersion));
            }

            return JsonSerializer.Deserialize(text, ManifestJson.Default.ModelManifest) ?? throw Refuse(path, "it is empty");
        }
        catch (JsonException error)
        {
            throw Refuse(path, $"it is not the JSON of a manifest: {error.Message}", error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refuse(path, "there is no such file: the folder holds no complete model", error);
        }
    }

    private static InvalidDataException Refuse(string path, string reason, Exception? cause = null) =>
        new($"model manifest '{path}' is refused: {reason}", cause);
}
