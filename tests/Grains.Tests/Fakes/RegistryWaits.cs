using BookRecs.Grains.Interfaces.Models;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>Waits on what a registry shows.</summary>
internal static class RegistryWaits
{
    /// <summary>The training once it has ended; the test's own time limit bounds the wait.</summary>
    public static async Task<TrainingStatus> WhenEndedAsync(this IModelRegistryGrain registry)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if ((await registry.GetAsync()).Training is { State: TrainingState.Succeeded or TrainingState.Failed } ended)
                return ended;
            await Task.Yield();
        }
    }
}
