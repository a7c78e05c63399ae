namespace Orleans.Concurrency;

/// <summary>Lets a silo run several activations of the grain at once, each for any call.</summary>
/// <param name="maxLocalWorkers">The most activations on one silo; -1 means one for each processor.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute(int maxLocalWorkers = -1) : Attribute
{
    /// <summary>The most activations on one silo.</summary>
    public int MaxLocalWorkers { get; } = maxLocalWorkers > 0 ? maxLocalWorkers : Environment.ProcessorCount;
}
