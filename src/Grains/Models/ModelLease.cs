namespace BookRecs.Grains.Models;

/// <summary>The right to use a model: it is not closed before this is disposed. Dispose it exactly once.</summary>
public readonly struct ModelLease : IDisposable
{
    private readonly ModelSnapshot? _snapshot;

    internal ModelLease(ModelSnapshot snapshot) => _snapshot = snapshot;

    /// <summary>The model, or null when none is loaded.</summary>
    public IServingModel? Model => _snapshot?.Model;

    /// <summary>Gives the right back.</summary>
    public void Dispose() => _snapshot?.Release();
}
