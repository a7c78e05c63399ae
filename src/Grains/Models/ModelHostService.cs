using BookRecs.Grains.Interfaces.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Models;

/// <summary>
/// Keeps the silo subscribed to the registry, and asks it on a timer in case a word was lost; and the catalogue for what others wrote.
/// </summary>
/// <param name="host">The silo's model.</param>
/// <param name="grains">Finds the registry.</param>
/// <param name="options">How often.</param>
/// <param name="lifetime">Tells when grains can be called.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of failed looks.</param>
public sealed class ModelHostService(
    ModelHost host,
    IGrainFactory grains,
    ModelOptions options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ModelHostService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
            await started.Task.WaitAsync(stoppingToken);
        var registry = grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.Key);
        var reference = grains.CreateObjectReference<IModelObserver>(host);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.CheckSeconds), time);
        do
        {
            try
            {
                await registry.SubscribeAsync(reference);
                await host.CheckAsync(registry);
                await host.CheckCatalogueAsync();
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                GrainsLog.CheckFailed(logger, error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
