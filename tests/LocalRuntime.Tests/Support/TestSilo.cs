using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace BookRecs.LocalRuntime.Tests.Support;

/// <summary>A host with a silo of chosen grains and a clock that the test moves.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host, ManualTime time)
    {
        _host = host;
        Time = time;
    }

    public ManualTime Time { get; }

    public IServiceProvider Services => _host.Services;

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public IManagementGrain Management => Client.GetGrain<IManagementGrain>(0);

    public Probe Probe => _host.Services.GetRequiredService<Probe>();

    /// <summary>A running silo that knows the given grains and their interfaces only.</summary>
    public static async Task<TestSilo> StartAsync(Type[] grains, Action<ISiloBuilder>? configure = null)
    {
        var silo = Create(grains, configure);
        await silo.StartAsync();
        return silo;
    }

    public static TestSilo Create(Type[] grains, Action<ISiloBuilder>? configure = null)
    {
        var time = new ManualTime();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<Probe>();
        builder.Logging.ClearProviders();
        var known = grains.Concat(grains.SelectMany(grain => grain.GetInterfaces())).ToHashSet();
        builder.UseOrleans(silo =>
        {
            silo.Configure<LocalRuntimeOptions>(options => options.TypeFilter = known.Contains);
            configure?.Invoke(silo);
        });
        return new TestSilo(builder.Build(), time);
    }

    public T Get<T>(string key = "one")
        where T : IGrainWithStringKey => Client.GetGrain<T>(key);

    public Task StartAsync() => _host.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        Probe.Release();
        await _host.StopAsync(atOnce.Token);
        _host.Dispose();
    }
}
