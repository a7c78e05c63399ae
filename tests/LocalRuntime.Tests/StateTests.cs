using BookRecs.LocalRuntime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>State outlives its activation, and two writers never overwrite each other.</summary>
public sealed class StateTests
{
    public interface IStoreGrain : IGrainWithStringKey
    {
        Task<int> GetAsync();

        Task SetAsync(int value, bool write);

        Task ClearAsync();

        Task<bool> ExistsAsync();
    }

    [Fact]
    public async Task State_Written_ComesBackInTheNextActivation()
    {
        await using var silo = await TestSilo.StartAsync([typeof(StoreGrain)], builder => builder.AddMemoryGrainStorage("shop"));
        Assert.Equal(0, await silo.Get<IStoreGrain>().GetAsync());
        Assert.False(await silo.Get<IStoreGrain>().ExistsAsync());
        await silo.Get<IStoreGrain>().SetAsync(42, write: true);
        await silo.Get<IStoreGrain>().SetAsync(43, write: false);

        await CollectAsync(silo);

        Assert.Equal(42, await silo.Get<IStoreGrain>().GetAsync());
        Assert.True(await silo.Get<IStoreGrain>().ExistsAsync());
        Assert.Equal(0, await silo.Get<IStoreGrain>("another").GetAsync());
    }

    [Fact]
    public async Task State_Cleared_IsNewAgain()
    {
        await using var silo = await TestSilo.StartAsync([typeof(StoreGrain)], builder => builder.AddMemoryGrainStorage("shop"));
        await silo.Get<IStoreGrain>().SetAsync(42, write: true);

        await silo.Get<IStoreGrain>().ClearAsync();

        Assert.Equal(0, await silo.Get<IStoreGrain>().GetAsync());
        await CollectAsync(silo);
        Assert.False(await silo.Get<IStoreGrain>().ExistsAsync());
        await silo.Get<IStoreGrain>().SetAsync(1, write: true);
    }

    [Fact]
    public async Task Write_OfStateThatChangedMeanwhile_IsRefusedAndTheGrainReadsAgain()
    {
        await using var silo = await TestSilo.StartAsync([typeof(StoreGrain)], builder => builder.AddMemoryGrainStorage("shop"));
        await silo.Get<IStoreGrain>().SetAsync(1, write: true);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("shop");
        var id = silo.Get<IStoreGrain>().GetGrainId();
        var other = new GrainState<Box>();
        await storage.ReadStateAsync("box", id, other);
        other.State = new Box { Value = 7 };
        await storage.WriteStateAsync("box", id, other);

        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => silo.Get<IStoreGrain>().SetAsync(2, write: true));

        Assert.Equal(other.ETag, error.StoredEtag);
        Assert.NotEqual(error.StoredEtag, error.CurrentEtag);
        Assert.Equal(7, await silo.Get<IStoreGrain>().GetAsync());
        await silo.Get<IStoreGrain>().SetAsync(8, write: true);
    }

    [Fact]
    public async Task Storage_RegisteredByName_ServesItsStates()
    {
        var mine = new CountingStorage();
        await using var silo = await TestSilo.StartAsync(
            [typeof(StoreGrain)], builder => builder.Services.AddGrainStorage("shop", (_, _) => mine));

        await silo.Get<IStoreGrain>("k").SetAsync(5, write: true);

        Assert.Equal(["read box store/k", "write box store/k"], mine.Calls);
    }

    [Fact]
    public async Task Storage_ThatFailsToRead_FailsTheCallAndTheNextTriesAgain()
    {
        var mine = new CountingStorage { Fails = true };
        await using var silo = await TestSilo.StartAsync(
            [typeof(StoreGrain)], builder => builder.Services.AddGrainStorage("shop", (_, _) => mine));
        await Assert.ThrowsAsync<IOException>(() => silo.Get<IStoreGrain>().GetAsync());

        mine.Fails = false;

        Assert.Equal(0, await silo.Get<IStoreGrain>().GetAsync());
    }

    private static async Task CollectAsync(TestSilo silo)
    {
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        await silo.Management.ForceActivationCollection(TimeSpan.Zero);
        Assert.Equal(0, await silo.Management.GetTotalActivationCount());
    }

    internal sealed class Box
    {
        public int Value { get; set; }
    }

    internal sealed class StoreGrain([PersistentState("box", "shop")] IPersistentState<Box> box) : Grain, IStoreGrain
    {
        public Task<int> GetAsync() => Task.FromResult(box.State.Value);

        public async Task SetAsync(int value, bool write)
        {
            box.State.Value = value;
            if (write)
                await box.WriteStateAsync();
        }

        public Task ClearAsync() => box.ClearStateAsync();

        public Task<bool> ExistsAsync() => Task.FromResult(box.RecordExists);
    }

    private sealed class CountingStorage : IGrainStorage
    {
        public List<string> Calls { get; } = [];

        public bool Fails { get; set; }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (Fails)
                throw new IOException("the disk is away");
            Calls.Add($"read {stateName} {grainId}");
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            Calls.Add($"write {stateName} {grainId}");
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;
    }
}
