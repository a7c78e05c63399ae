using BookRecs.Grains.Interfaces.Models;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Models;

/// <summary>Brings models into the registry that were trained outside the service, by the command line for instance.</summary>
/// <param name="store">The models' folders.</param>
/// <param name="grains">Finds the registry.</param>
/// <param name="time">Measures pauses between calls that are repeated.</param>
/// <param name="logger">Hears of folders that cannot be used.</param>
public sealed class ModelFolderScan(IModelStore store, IGrainFactory grains, TimeProvider time, ILogger<ModelFolderScan> logger)
{
    /// <summary>
    /// Registers every model that is newer than all that the registry knows, the oldest first, each judged by the gate. Older ones
    /// are those that the registry has dropped.
    /// </summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The registry afterwards.</returns>
    public async Task<ModelRegistry> RunAsync(CancellationToken cancellationToken = default)
    {
        var registry = grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.Key);
        var view = await RepeatedCall.RunAsync(registry.GetAsync, time, cancellationToken);
        var newest = view.Models.Select(model => model.Version).Max(StringComparer.Ordinal);
        var unknown = store.ListVersions().Where(version => string.CompareOrdinal(version, newest) > 0).ToList();
        foreach (var version in unknown)
        {
            try
            {
                // The registry may live on another silo, whose folder lacks what was trained here.
                await Task.Run(() => store.Publish(version), cancellationToken);
                await RepeatedCall.RunAsync(() => registry.RegisterAsync(store.Describe(version)), time, cancellationToken);
            }
            catch (InvalidDataException error)
            {
                GrainsLog.FolderIgnored(logger, version, error.Message);
            }
        }

        return unknown.Count == 0 ? view : await RepeatedCall.RunAsync(registry.GetAsync, time, cancellationToken);
    }
}
