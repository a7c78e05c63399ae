namespace Orleans.Configuration;

/// <summary>Settings that only this runtime has.</summary>
public sealed class LocalRuntimeOptions
{
    /// <summary>
    /// How many activations are kept in memory; beyond it the least recently used idle ones are ended. Default 100,000; at
    /// least 1. Activations in use are never ended, so the bound is exceeded while more are in use at once.
    /// </summary>
    public int MaxActivations { get; set; } = 100_000;

    /// <summary>Which types are looked at for grains; all by default.</summary>
    internal Func<Type, bool> TypeFilter { get; set; } = static _ => true;
}
