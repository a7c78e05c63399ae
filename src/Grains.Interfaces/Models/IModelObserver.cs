namespace BookRecs.Grains.Interfaces.Models;

/// <summary>One per silo: hears of a new active model at once. A timer covers what it misses.</summary>
[Alias("bookrecs.model_observer")]
public interface IModelObserver : IGrainObserver
{
    /// <summary>Another model serves from now on.</summary>
    [Alias("activated"), ResponseTimeout(IModelRegistryGrain.CommandTimeout)]
    Task OnActivatedAsync(string version);
}
