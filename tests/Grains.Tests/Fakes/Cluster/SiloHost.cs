using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Orleans.TestingHost;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>Orleans' test cluster: two silos in this process.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private SiloHost(InProcessTestCluster cluster) => _cluster = cluster;

    /// <summary>Whether a call may cross from one silo to another, which copies what it carries.</summary>
    public static bool HasSeveralSilos => true;

    /// <summary>The services of each silo.</summary>
    public IReadOnlyList<IServiceProvider> Silos =>
        [.. _cluster.Silos.Select(silo => _cluster.GetSiloServiceProvider(silo.SiloAddress))];

    /// <summary>Orleans' own handle, to stop and kill silos.</summary>
    public InProcessTestCluster Cluster => _cluster;

    /// <summary>The clock of a silo, by the test's.</summary>
    public static TimeProvider TimeOf(TimeProvider time) => new GrainTime(time);

    /// <summary>Starts them.</summary>
    /// <param name="configure">Adds the services of a silo.</param>
    public static async Task<SiloHost> StartAsync(Action<IServiceCollection> configure)
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.RemoveAll<ILoggerProvider>();
            configure(silo.Services);
            silo.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
            silo.AddMemoryGrainStorageAsDefault();
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new SiloHost(cluster);
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
