namespace Orleans.Runtime.Local;

/// <summary>Counts activations. It is called directly: it holds no state that turns would protect.</summary>
internal sealed class ManagementGrain(Silo silo) : IManagementGrain
{
    public Task<int> GetTotalActivationCount() => Task.FromResult(silo.Activations);

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => Task.FromResult(silo.Manifest.Classes
        .Select(one => new SimpleGrainStatistic
        {
            GrainType = one.Type.FullName!,
            SiloAddress = SiloAddress.Zero,
            ActivationCount = one.Activations,
        })
        .Where(one => one.ActivationCount > 0)
        .ToArray());

    public Task ForceActivationCollection(TimeSpan ageLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ageLimit, TimeSpan.Zero);
        return Task.WhenAll(silo.Collector.Collect(ageLimit).Select(one => one.Deactivated));
    }
}
