using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>The local runtime in this process.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly IHost _host;

    private SiloHost(IHost host) => _host = host;

    /// <summary>Whether a call may cross from one silo to another, which copies what it carries.</summary>
    public static bool HasSeveralSilos => false;

    /// <summary>The services of each silo.</summary>
    public IReadOnlyList<IServiceProvider> Silos => [_host.Services];

    /// <summary>The clock of a silo, by the test's.</summary>
    public static TimeProvider TimeOf(TimeProvider time) => time;

    /// <summary>Starts it.</summary>
    /// <param name="configure">Adds the services of a silo.</param>
    public static async Task<SiloHost> StartAsync(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        configure(builder.Services);
        builder.UseOrleans(static silo => silo.UseLocalhostClustering().AddMemoryGrainStorageAsDefault());
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new SiloHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
