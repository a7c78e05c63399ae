using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace BookRecs.LocalRuntime.Benchmarks;

internal static class BenchmarkSilo
{
    internal static async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.UseOrleans();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    internal static IClusterClient Client(this IHost host) => host.Services.GetRequiredService<IClusterClient>();
}
