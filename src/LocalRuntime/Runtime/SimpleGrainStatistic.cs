namespace Orleans.Runtime;

/// <summary>How many activations of a grain class a silo holds.</summary>
public sealed class SimpleGrainStatistic
{
    /// <summary>The full name of the grain class.</summary>
    public required string GrainType { get; init; }

    /// <summary>The silo.</summary>
    public required SiloAddress SiloAddress { get; init; }

    /// <summary>The number of activations.</summary>
    public required int ActivationCount { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{GrainType}: {ActivationCount} on {SiloAddress}";
}
