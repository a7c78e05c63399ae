using Orleans.Runtime.Local;

namespace Orleans.Runtime;

/// <summary>A handle on a grain or an observer. Two references are equal when they name the same one.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly Silo _silo;
    private ICallTarget? _target;

    private protected GrainReference(Silo silo, GrainId grainId, ICallTarget? target)
    {
        _silo = silo;
        _target = target;
        GrainId = grainId;
    }

    /// <summary>What it names.</summary>
    public GrainId GrainId { get; }

    internal Silo Silo => _silo;

    /// <summary>The target of the last call, which may be gone.</summary>
    internal ICallTarget? Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>True when both name the same grain or observer.</summary>
    public static bool operator ==(GrainReference? left, GrainReference? right) => left is null ? right is null : left.Equals(right);

    /// <summary>True when they name different grains or observers.</summary>
    public static bool operator !=(GrainReference? left, GrainReference? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <summary>What it names.</summary>
    public sealed override string ToString() => $"GrainReference:{GrainId}";
}
