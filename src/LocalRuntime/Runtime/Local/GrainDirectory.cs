using System.Collections.Concurrent;

namespace Orleans.Runtime.Local;

/// <summary>Which grain is active, and where its calls go.</summary>
internal sealed class GrainDirectory
{
    private readonly ConcurrentDictionary<GrainId, ICallTarget> _targets = new(KeyComparer.Instance);

    internal bool IsEmpty => _targets.IsEmpty;

    internal bool TryFind(GrainId id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ICallTarget? target) =>
        _targets.TryGetValue(id, out target);

    internal bool TryAdd(GrainId id, ICallTarget target) => _targets.TryAdd(id, target);

    internal void Remove(GrainId id, ICallTarget target) => _targets.TryRemove(new(id, target));

    internal List<Activation> GetActivations()
    {
        var activations = new List<Activation>();
        foreach (var (_, target) in _targets)
        {
            if (target is Activation activation)
                activations.Add(activation);
            else
                ((WorkerPool)target).AddTo(activations);
        }

        return activations;
    }

    /// <summary>Hashes the key alone: few types share a key.</summary>
    private sealed class KeyComparer : IEqualityComparer<GrainId>
    {
        internal static readonly KeyComparer Instance = new();

        public bool Equals(GrainId x, GrainId y) => x.Equals(y);

        public int GetHashCode(GrainId obj) => obj.Key.GetHashCode();
    }
}
