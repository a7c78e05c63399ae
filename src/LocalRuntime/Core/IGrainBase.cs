using Orleans.Runtime;

namespace Orleans;

/// <summary>What every grain class offers to the runtime.</summary>
public interface IGrainBase
{
    /// <summary>The activation that the instance belongs to.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Called before the first call is let in. When it throws, the waiting calls fail and the next call tries again.</summary>
    /// <param name="token">Cancelled when activating takes longer than the activation timeout.</param>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Called after the last call, before the instance is dropped.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="token">Cancelled when deactivating takes longer than the deactivation timeout.</param>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
