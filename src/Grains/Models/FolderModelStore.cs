using System.Collections.Immutable;
using BookRecs.Grains.Books;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Training;

namespace BookRecs.Grains.Models;

/// <summary>Models in one folder, each in a folder of its own.</summary>
/// <param name="options">The folder.</param>
/// <param name="catalogue">The books that lists show.</param>
public sealed class FolderModelStore(ModelOptions options, ICatalogueStore catalogue) : IModelStore
{
    /// <summary>
    /// The source whose holdout metrics stand for the model, since it is the one that serves. Those of the lists after post-processing would
    /// also judge what is in stock.
    /// </summary>
    public const string ServingSource = "engine";

    /// <inheritdoc/>
    public IServingModel Load(string version) =>
        new RankedModel(RankingEngine.Load(ModelFolder.PathOf(options.Path, version), catalogue.ReadAll()));

    /// <inheritdoc/>
    public void Verify(string version) => ModelFolder.Verify(options.Path, version);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListVersions() => ModelFolder.ListVersions(options.Path);

    /// <inheritdoc/>
    public ModelEntry Describe(string version) => Describe(ModelManifest.Read(ModelFolder.PathOf(options.Path, version)));

    /// <inheritdoc/>
    public void Delete(IReadOnlyCollection<string> versions) =>
        ModelFolder.DeleteOld(options.Path, 1, [.. ListVersions().Except(versions, StringComparer.Ordinal)]);

    /// <summary>What a manifest says, for the registry.</summary>
    internal static ModelEntry Describe(ModelManifest manifest) => new(
        manifest.Version,
        manifest.TrainedAt,
        ModelStatus.Admitted,
        "",
        manifest.MetricsOf(ServingSource).ToImmutableDictionary(),
        manifest.Data.Users,
        manifest.Data.Items,
        manifest.Data.Interactions);
}
