using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Log;
using BookRecs.Grains.Models;
using BookRecs.Recommender.Training;

namespace BookRecs.Storage.Postgres;

/// <summary>
/// Models in the database, with a copy of those that this silo needs in its own folder, from where they are mapped into memory. What the
/// folder lacks, or holds damaged, is fetched.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="folder">This silo's folder.</param>
/// <param name="path">The path of that folder.</param>
internal sealed class PostgresModelStore(PostgresSource source, IModelStore folder, string path) : IModelStore
{
    private readonly PostgresModelArtifacts _artifacts = new(source);
    private readonly Lock _fetching = new();

    /// <inheritdoc/>
    public IServingModel Load(string version) => WithCopy(version, folder.Load);

    /// <inheritdoc/>
    public void Verify(string version) => WithCopy(version, checkedVersion =>
    {
        folder.Verify(checkedVersion);
        return 0;
    });

    /// <inheritdoc/>
    public IReadOnlyList<string> ListVersions() =>
        [.. Reach("list", _artifacts.ListVersions).Union(folder.ListVersions(), StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public ModelEntry Describe(string version) => WithCopy(version, folder.Describe);

    /// <inheritdoc/>
    public void Publish(string version)
    {
        if (!HasCopy(version))
            return;
        folder.Verify(version);
        Reach(version, () => _artifacts.Store(version, ModelFolder.PathOf(path, version)));
    }

    /// <inheritdoc/>
    public void Delete(IReadOnlyCollection<string> versions)
    {
        folder.Delete(versions);
        Reach("old models", () => _artifacts.Delete(versions));
    }

    /// <summary>Uses the copy in the folder, and fetches it first when it is missing, or anew when it is damaged.</summary>
    private T WithCopy<T>(string version, Func<string, T> use)
    {
        if (HasCopy(version))
        {
            try
            {
                return use(version);
            }
            catch (Exception error) when (error is InvalidDataException or IOException && TryFetch(version))
            {
                return use(version);
            }
        }

        TryFetch(version);
        return use(version);
    }

    private bool HasCopy(string version) => Directory.Exists(ModelFolder.PathOf(path, version));

    private bool TryFetch(string version)
    {
        var target = ModelFolder.PathOf(path, version);
        lock (_fetching)
        {
            if (!Reach(version, () => _artifacts.Fetch(version, path, target)))
                return false;
            Prune();
            return true;
        }
    }

    /// <summary>Deletes the copies of versions that the registry has dropped since, on whichever silo it lives.</summary>
    private void Prune()
    {
        var stored = Reach("list", _artifacts.ListVersions);
        var dropped = folder.ListVersions().Except(stored, StringComparer.Ordinal)
            .Where(version => File.Exists(Path.Combine(ModelFolder.PathOf(path, version), PostgresModelArtifacts.Marker)))
            .ToList();
        if (dropped.Count > 0)
            folder.Delete(dropped);
    }

    private static T Reach<T>(string what, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (LogUnavailableException error)
        {
            // Who loads models knows files that cannot be had, and tries again later.
            throw new IOException($"model '{what}' cannot be fetched or stored: {error.Message}", error);
        }
    }
}
