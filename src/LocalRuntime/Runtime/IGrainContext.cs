namespace Orleans.Runtime;

/// <summary>An activation: one instance of a grain with its mailbox.</summary>
public interface IGrainContext
{
    /// <summary>The grain.</summary>
    GrainId GrainId { get; }

    /// <summary>The instance; null before it is made and after the activation ended.</summary>
    object? GrainInstance { get; }

    /// <summary>A reference to the grain.</summary>
    GrainReference GrainReference { get; }

    /// <summary>The services of this activation: a scope that ends with it.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>Ends the activation once the calls that run have completed. Calls that wait go to the next activation.</summary>
    /// <param name="deactivationReason">Why.</param>
    /// <param name="cancellationToken">Given to the grain's <see cref="IGrainBase.OnDeactivateAsync"/>.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
