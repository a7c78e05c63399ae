using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Runtime.Local;

namespace Orleans;

/// <summary>The base of a grain class: one instance for each activation, one turn at a time.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly IGrainContext? _context = Activation.UnderConstruction;

    /// <summary>The activation that the instance belongs to; null when it was made outside a silo, as in a unit test.</summary>
    [AllowNull]
    public IGrainContext GrainContext => _context!;

    /// <summary>A reference to this grain that other grains may keep.</summary>
    /// <exception cref="InvalidOperationException">The instance was made outside a silo.</exception>
    public GrainReference GrainReference => Context.GrainReference;

    /// <summary>Type and key, for messages.</summary>
    /// <exception cref="InvalidOperationException">The instance was made outside a silo.</exception>
    public string IdentityString => Context.GrainId.ToString();

    /// <summary>Finds other grains.</summary>
    /// <exception cref="InvalidOperationException">The instance was made outside a silo.</exception>
    protected IGrainFactory GrainFactory => Context.ActivationServices.GetRequiredService<IGrainFactory>();

    /// <summary>The services of this activation.</summary>
    /// <exception cref="InvalidOperationException">The instance was made outside a silo.</exception>
    protected internal IServiceProvider ServiceProvider => Context.ActivationServices;

    private IGrainContext Context => _context
        ?? throw new InvalidOperationException($"{GetType()} was created outside a silo, so it has no grain context.");

    /// <inheritdoc cref="IGrainBase.OnActivateAsync"/>
    /// <param name="cancellationToken">Cancelled when activating takes longer than the activation timeout.</param>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IGrainBase.OnDeactivateAsync"/>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="cancellationToken">Cancelled when deactivating takes longer than the deactivation timeout.</param>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation once the calls that run have completed; the next call makes a new one.</summary>
    /// <exception cref="InvalidOperationException">The instance was made outside a silo.</exception>
    protected void DeactivateOnIdle() =>
        Context.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));

    /// <summary>Keeps this activation from being collected for idleness for some time.</summary>
    /// <param name="timeSpan">
    /// How long from now; <see cref="Timeout.InfiniteTimeSpan"/> or <see cref="TimeSpan.MaxValue"/> for ever; negative takes an
    /// earlier delay away.
    /// </param>
    /// <exception cref="InvalidOperationException">The instance was made outside a silo.</exception>
    protected void DelayDeactivation(TimeSpan timeSpan) => ((Activation)Context).DelayDeactivation(timeSpan);
}
