using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BookRecs.Grains.Tests.Cluster;

/// <summary>What one silo alone cannot show.</summary>
public sealed class TwoSilosTests
{
    private readonly FakeModelStore _store = new();

    [Fact]
    public async Task Activation_ReachesEverySiloThatSubscribed()
    {
        await using var silo = await TestSilo.StartAsync(time => new MemoryShop(time), _store);
        Assert.Equal(2, silo.Host.Silos.Count);
        await silo.SubscribeAsync();
        await silo.Registry.RegisterAsync(_store.Add("v1"));
        Assert.Equal("v1", silo.Version);
        await silo.Registry.RegisterAsync(_store.Add("v2", day: 2));
        Assert.Equal("v2", silo.Version);
        Assert.Equal(ModelCommandOutcome.Done, (await silo.Registry.RollbackAsync()).Outcome);
        Assert.Equal("v1", silo.Version);
    }

    [Fact]
    public async Task SiloThatMissedTheWord_NoticesWhenItLooks()
    {
        await using var silo = await TestSilo.StartAsync(time => new MemoryShop(time), _store);
        await silo.Registry.RegisterAsync(_store.Add("v1"));
        Assert.Null(silo.Version);
        foreach (var host in silo.Host.Silos)
            await host.GetRequiredService<ModelHost>().CheckAsync(silo.Registry);
        Assert.Equal("v1", silo.Version);
    }
}
