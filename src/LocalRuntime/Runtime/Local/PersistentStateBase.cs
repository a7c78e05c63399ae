namespace Orleans.Runtime.Local;

/// <summary>State that is read before its grain is activated.</summary>
internal abstract class PersistentStateBase
{
    public abstract Task ReadStateAsync(CancellationToken cancellationToken);
}
