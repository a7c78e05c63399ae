using System.Diagnostics;
using BookRecs.Grains.Books;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Log;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Models;

/// <summary>
/// The silo's model: one reference that any number of requests read while it is exchanged. A new model is loaded beside the old
/// one; the old one is closed when its last request is done. A model that cannot be loaded leaves the present one in place.
/// Books that change meanwhile are taken in the same way, all that wait at once.
/// </summary>
/// <remarks>
/// Loads and takings-in are made one at a time, so at most two models, or two catalogues of one model, are in memory beside those that
/// requests under way still use.
/// </remarks>
/// <param name="store">Opens models.</param>
/// <param name="catalogue">Tells which books changed.</param>
/// <param name="logger">Hears of every exchange.</param>
public sealed class ModelHost(IModelStore store, ICatalogueStore catalogue, ILogger<ModelHost> logger) : IModelObserver, IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private ModelSnapshot? _current;
    private string? _wanted;
    private long _orders;
    private long _revisionWithoutModel;

    /// <summary>Another model is loaded, and serves in this silo; its version. Handlers must return at once.</summary>
    public event Action<string>? Loaded;

    /// <summary>The version of the loaded model, or null.</summary>
    public string? Version => Volatile.Read(ref _current)?.Model.Version;

    /// <summary>What lists are made from now.</summary>
    public ServingState Serving => Volatile.Read(ref _current)?.State ?? new(null, Interlocked.Read(ref _revisionWithoutModel));

    /// <summary>Why the wanted model could not be loaded, or null when it is in place or none is wanted.</summary>
    public string? LoadError { get; private set; }

    /// <summary>The version that serves by the registry's last word, or null.</summary>
    public string? WantedVersion => Volatile.Read(ref _wanted);

    /// <summary>Takes the loaded model for one request.</summary>
    public ModelLease Acquire()
    {
        while (Volatile.Read(ref _current) is { } snapshot)
        {
            if (snapshot.TryAcquire())
                return new ModelLease(snapshot);
        }

        return default;
    }

    /// <summary>The registry activated a model: loads it, unless a later word names another.</summary>
    public Task OnActivatedAsync(string version)
    {
        Interlocked.Increment(ref _orders);
        return LoadAsync(version);
    }

    /// <summary>Asks the registry which model serves, and loads it when it is another; a word of the registry in between wins.</summary>
    /// <param name="registry">The registry.</param>
    public async Task CheckAsync(IModelRegistryGrain registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var orders = Interlocked.Read(ref _orders);
        var version = await registry.GetActiveVersionAsync();
        if (version is not null && orders == Interlocked.Read(ref _orders))
            await LoadAsync(version);
    }

    /// <summary>
    /// Completes when lists hold a revision of the catalogue. All callers that wait while books are taken in, or a model is loaded, share
    /// the next taking-in. A repeat is harmless.
    /// </summary>
    /// <exception cref="LogUnavailableException">The changes cannot be read now; a later call takes them in.</exception>
    public async Task IncludeAsync(long revision)
    {
        if (Serving.CatalogueRevision >= revision)
            return;
        await _loading.WaitAsync();
        try
        {
            if (Serving.CatalogueRevision < revision)
                await Task.Run(TakeInChangesAsync);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Takes in what others wrote into the catalogue.</summary>
    /// <exception cref="LogUnavailableException">The catalogue cannot be read now.</exception>
    public async Task CheckCatalogueAsync() => await IncludeAsync(await catalogue.GetRevisionAsync());

    /// <summary>Lets go of the model; requests under way finish with it.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _current, null)?.Release();
        _loading.Dispose();
    }

    /// <summary>Tells whether an error of <see cref="IModelStore.Load"/> says that the model's files cannot be used.</summary>
    internal static bool IsDamage(Exception error) => error is IOException or InvalidDataException or UnauthorizedAccessException;

    private async Task LoadAsync(string version)
    {
        Volatile.Write(ref _wanted, version);
        await _loading.WaitAsync();
        try
        {
            if (WantedVersion == version && Version != version)
                await Task.Run(() => ExchangeAsync(version));
            else if (Version == WantedVersion)
                LoadError = null;
        }
        finally
        {
            _loading.Release();
        }
    }

    private async Task ExchangeAsync(string version)
    {
        try
        {
            // Read before the books are: a change that is committed in between is in them, or taken in by whoever waits for it.
            var revision = await catalogue.GetRevisionAsync();
            var loaded = new ModelSnapshot(store.Load(version), revision);
            if (Interlocked.Exchange(ref _current, loaded) is { } before)
            {
                GrainsMetrics.ModelServes.Record(0, GrainsMetrics.Version(before.Model.Version));
                before.Release();
            }

            LoadError = null;
            GrainsMetrics.ModelServes.Record(1, GrainsMetrics.Version(version));
            GrainsLog.ModelLoaded(logger, version);
            Loaded?.Invoke(version);
        }
        catch (Exception error) when (IsDamage(error))
        {
            LoadError = error.Message;
            GrainsMetrics.ModelLoadFailures.Add(1);
            GrainsLog.ModelNotLoaded(logger, version, Version ?? "none", error.Message);
        }
    }

    private async Task TakeInChangesAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var revision = await catalogue.GetRevisionAsync();
        if (Volatile.Read(ref _current) is not { } present)
        {
            Interlocked.Exchange(ref _revisionWithoutModel, revision);
            return;
        }

        var changed = catalogue.ReadChanges(present.State.CatalogueRevision).ToList();
        Interlocked.Exchange(ref _current, new ModelSnapshot(present.Model.With(changed), revision))?.Release();
        GrainsLog.BooksTakenIn(logger, changed.Count, revision, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }
}
