using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Training;

/// <summary>
/// A model as it serves: the items it knows and its fitted candidate sources, which read the mapped file in place.
/// </summary>
/// <remarks>
/// Dispose of it when nobody will use it again; calls of a ranking engine under way then still end well, and later ones throw
/// <see cref="ObjectDisposedException"/>. A host that swaps models under traffic can leave that to the garbage collector: the file
/// is unmapped once nothing refers to the model.
/// </remarks>
public sealed class TrainedModel : IDisposable
{
    /// <summary>The name of the binary file in a model folder.</summary>
    public const string FileName = "model.bin";

    internal const string ItemsSection = "model.items";

    private readonly ArtifactFileReader? _file;

    internal TrainedModel(ModelManifest manifest, Vocabulary items, SourceSet sources, ArtifactFileReader? file)
    {
        (Manifest, Items, Sources) = (manifest, items, sources);
        _file = file;
    }

    /// <summary>A model that is written nowhere, to see what it would show; its manifest tells settings and counts alone.</summary>
    internal static TrainedModel InMemory(TrainingData data, SourceSet sources)
    {
        var manifest = new ModelManifest
        {
            Version = "unwritten",
            TrainedAt = DateTimeOffset.UnixEpoch,
            EngineVersion = "",
            Options = new TrainingOptions { Candidates = sources.Options },
            Data = new ManifestData("", data.Users.Count, data.Items.Count, data.Interactions.EntryCount, 0, false),
        };
        return new TrainedModel(manifest, data.Items, sources, null);
    }

    /// <summary>What is known of the model.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The items that the model knows.</summary>
    public Vocabulary Items { get; }

    /// <summary>The fitted sources.</summary>
    public SourceSet Sources { get; }

    /// <summary>Loads a model, checking its files against the checksums of the manifest.</summary>
    /// <param name="folder">The folder of one model version.</param>
    /// <exception cref="InvalidDataException">A file is missing, foreign, newer or damaged; the message names file and reason.</exception>
    public static TrainedModel Load(string folder) => Load(folder, static _ => { });

    /// <summary>Loads a model, and does what needs only its items while the files are checked.</summary>
    /// <param name="folder">The folder of one model version.</param>
    /// <param name="meanwhile">The work; what it throws comes out only where the files are as they should be.</param>
    /// <exception cref="InvalidDataException">A file is missing, foreign, newer or damaged; the message names file and reason.</exception>
    internal static TrainedModel Load(string folder, Action<Vocabulary> meanwhile)
    {
        // Hashing takes as long as all the rest, so it runs beside it. Nothing is handed out before it has ended well; header, table and
        // bounds of the file are checked first, so that no damage can lead a reader beyond its end.
        var verified = Task.Run(() => ModelFolder.ReadVerified(folder));
        ArtifactFileReader? file = null;
        Task<SourceSet>? sources = null;
        try
        {
            file = ArtifactFileReader.Open(Path.Combine(folder, FileName), verifySections: false);
            var items = ReadItems(file);
            sources = Task.Run(() => ReadSources(file, items.Count));
            meanwhile(items);
            return new TrainedModel(verified.GetAwaiter().GetResult(), items, sources.GetAwaiter().GetResult(), file);
        }
        catch
        {
            // Who still reads the mapping must not lose it; unlike waiting for a task, waiting for any of one does not throw.
            if (sources is not null)
                Task.WaitAny(sources);
            file?.Dispose();

            // What the manifest says is wrong comes before what went wrong because of it.
            verified.GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Lets the file go; see the remarks.</summary>
    public void Dispose() => _file?.Dispose();

    internal bool TryAcquire() => _file?.TryAcquire() ?? true;

    internal void Release() => _file?.Release();

    private static Vocabulary ReadItems(ArtifactFileReader file)
    {
        try
        {
            return new Vocabulary(file.ReadStrings(ItemsSection));
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"model file '{file.Path}' is refused: section '{ItemsSection}': {error.Message}", error);
        }
    }

    private static SourceSet ReadSources(ArtifactFileReader file, int itemCount)
    {
        var reason = $"model file '{file.Path}' is refused: its sections do not fit each other";
        try
        {
            var sources = SourceSet.Load(file);
            return sources.ItemCount == itemCount ? sources : throw new InvalidDataException(reason);
        }
        catch (Exception error) when (error is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException($"{reason}: {error.Message}", error);
        }
    }
}
