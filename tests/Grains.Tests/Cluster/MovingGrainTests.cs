using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;

namespace BookRecs.Grains.Tests.Cluster;

/// <summary>Grains change their silo, on purpose or because it went away.</summary>
public sealed class MovingGrainTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FakeModelStore _store = new();

    [Fact]
    public async Task Registry_MovedToTheOtherSilo_KeepsItsStateAndGoesOnTellingAll()
    {
        await using var silo = await StartAsync();
        await silo.Registry.RegisterAsync(_store.Add("v1"));
        await silo.Registry.RegisterAsync(_store.Add("v2", day: 2));
        for (var move = 0; move < 3; move++)
        {
            var before = await AddressAsync(silo);
            var target = silo.Host.Silos.Select(AddressOf).First(address => !address.Equals(before));
            RequestContext.Set(IPlacementDirector.PlacementHintKey, target);
            await silo.Registry.AsReference<IGrainManagementExtension>().MigrateOnIdle();
            RequestContext.Clear();
            while (!target.Equals(await AddressAsync(silo)))
                await silo.Registry.GetActiveVersionAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
            var view = await silo.Registry.GetAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
            Assert.Equal(2, view.Models.Length);
            Assert.Equal(2, view.Models[0].Metrics.Count);
            await silo.SubscribeAsync();
            var other = view.ActiveVersion == "v1" ? "v2" : "v1";
            Assert.Equal(ModelCommandOutcome.Done, (await silo.Registry.ActivateAsync(other)).Outcome);
            Assert.Equal(other, silo.Version);
        }
    }

    [Fact]
    public async Task SiloThatMissedTheWord_NoticesWhenItLooks()
    {
        await using var silo = await StartAsync(subscribe: false);
        await silo.Registry.RegisterAsync(_store.Add("v1"));
        Assert.Null(silo.Version);
        foreach (var host in silo.Host.Silos)
            await host.GetRequiredService<BookRecs.Grains.Models.ModelHost>().CheckAsync(silo.Registry);
        Assert.Equal("v1", silo.Version);
    }

    private static SiloAddress AddressOf(IServiceProvider silo) => silo.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    private static async Task<SiloAddress?> AddressAsync(TestSilo silo) =>
        await silo.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(silo.Registry);

    private async Task<TestSilo> StartAsync(bool subscribe = true)
    {
        var silo = await TestSilo.StartAsync(time => new MemoryShop(time), _store);
        if (subscribe)
            await silo.SubscribeAsync();
        return silo;
    }
}
