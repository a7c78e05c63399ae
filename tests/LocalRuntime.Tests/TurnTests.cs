using BookRecs.LocalRuntime.Tests.Support;
using Orleans;
using Orleans.Concurrency;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>A grain runs one turn at a time, and one call at a time unless it says otherwise.</summary>
public sealed class TurnTests
{
    public interface ITurnGrain : IGrainWithStringKey
    {
        Task<int> AddAsync();

        Task HoldAsync(string name);

        [ReadOnly]
        Task ReadAsync(string name);

        [AlwaysInterleave]
        Task PeekAsync(string name);

        Task<bool> StaysOnItsSchedulerAsync();
    }

    public interface IReentrantGrain : IGrainWithStringKey
    {
        Task HoldAsync(string name);

        Task<int> AddAsync();
    }

    public interface IPingGrain : IGrainWithStringKey
    {
        Task<int> PingAsync(IPingGrain partner, int depth);
    }

    [Fact]
    public async Task Calls_OfManyCallersWithAwaitsInside_NeverOverlapInAGrain()
    {
        await using var silo = await TestSilo.StartAsync([typeof(TurnGrain)]);
        const int Callers = 8;
        const int Calls = 100;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < Calls; i++)
                await silo.Get<ITurnGrain>($"{(caller + i) % 3}").AddAsync();
        })));

        var counts = await Task.WhenAll(Enumerable.Range(0, 3).Select(key => silo.Get<ITurnGrain>($"{key}").AddAsync()));
        Assert.Equal((Callers * Calls) + 3, counts.Sum());
    }

    [Fact]
    public async Task Turns_OfAReentrantGrain_NeverRunAtOnce()
    {
        await using var silo = await TestSilo.StartAsync([typeof(ReentrantGrain)]);

        var counts = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => Task.Run(() => silo.Get<IReentrantGrain>().AddAsync())));

        Assert.Equal(400, counts.Max());
        Assert.Equal(400, counts.Distinct().Count());
    }

    [Fact]
    public async Task Call_AfterAwaits_ContinuesOnTheSchedulerOfItsGrain()
    {
        await using var silo = await TestSilo.StartAsync([typeof(TurnGrain)]);

        Assert.True(await silo.Get<ITurnGrain>().StaysOnItsSchedulerAsync());
    }

    [Fact]
    public async Task Call_WhileAnotherAwaits_WaitsForIt()
    {
        await using var silo = await TestSilo.StartAsync([typeof(TurnGrain)]);
        var grain = silo.Get<ITurnGrain>();
        var first = grain.HoldAsync("first");
        Assert.Equal("first begins", await silo.Probe.NextAsync());

        var second = grain.HoldAsync("second");
        silo.Probe.Release();
        await Task.WhenAll(first, second);

        Assert.Equal(["first begins", "first ends", "second begins", "second ends"], silo.Probe.Events);
    }

    [Fact]
    public async Task ReadOnlyCalls_RunBesideEachOther_ButNotBesideOthers()
    {
        await using var silo = await TestSilo.StartAsync([typeof(TurnGrain)]);
        var grain = silo.Get<ITurnGrain>();
        var calls = new List<Task> { grain.ReadAsync("r1"), grain.ReadAsync("r2"), grain.HoldAsync("w"), grain.ReadAsync("r3") };
        Assert.Equal(["r1 begins", "r2 begins"], [await silo.Probe.NextAsync(), await silo.Probe.NextAsync()]);

        silo.Probe.Release();
        await Task.WhenAll(calls);

        var events = silo.Probe.Events.ToList();
        Assert.True(events.IndexOf("w begins") > Math.Max(events.IndexOf("r1 ends"), events.IndexOf("r2 ends")));
        Assert.Equal(events.IndexOf("w begins") + 1, events.IndexOf("w ends"));
        Assert.True(events.IndexOf("r3 begins") > events.IndexOf("w ends"), "A read overtook the write that waited before it.");
    }

    [Fact]
    public async Task AlwaysInterleaveCall_RunsBesideAnyOther()
    {
        await using var silo = await TestSilo.StartAsync([typeof(TurnGrain)]);
        var grain = silo.Get<ITurnGrain>();
        var held = grain.HoldAsync("held");
        var waiting = grain.HoldAsync("waiting");
        Assert.Equal("held begins", await silo.Probe.NextAsync());

        await grain.PeekAsync("peek");

        Assert.False(held.IsCompleted || waiting.IsCompleted);
        Assert.Equal("peek", await silo.Probe.NextAsync());
        silo.Probe.Release();
        await Task.WhenAll(held, waiting);
    }

    [Fact]
    public async Task ReentrantGrain_BeginsACallWhileAnotherAwaits()
    {
        await using var silo = await TestSilo.StartAsync([typeof(ReentrantGrain)]);
        var calls = new[] { silo.Get<IReentrantGrain>().HoldAsync("a"), silo.Get<IReentrantGrain>().HoldAsync("b") };

        Assert.Equal(["a begins", "b begins"], [await silo.Probe.NextAsync(), await silo.Probe.NextAsync()]);
        silo.Probe.Release();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Chain_DeeperThanTheInlineBound_Completes()
    {
        await using var silo = await TestSilo.StartAsync([typeof(PingGrain)]);

        var depth = await silo.Get<IPingGrain>("0").PingAsync(silo.Get<IPingGrain>("1"), 200);

        Assert.Equal(200, depth);
    }

    internal sealed class TurnGrain(Probe probe) : Grain, ITurnGrain
    {
        private int _count;
        private int _inside;

        public async Task<int> AddAsync()
        {
            Assert.Equal(1, Interlocked.Increment(ref _inside));
            var count = _count;
            await Task.Yield();
            _count = count + 1;
            Assert.Equal(0, Interlocked.Decrement(ref _inside));
            return _count;
        }

        public async Task HoldAsync(string name)
        {
            probe.Note($"{name} begins");
            await probe.Gate;
            probe.Note($"{name} ends");
        }

        public Task ReadAsync(string name) => HoldAsync(name);

        public Task PeekAsync(string name)
        {
            probe.Note(name);
            return Task.CompletedTask;
        }

        public async Task<bool> StaysOnItsSchedulerAsync()
        {
            var own = TaskScheduler.Current;
            var stays = own != TaskScheduler.Default && SynchronizationContext.Current is null;
            await Task.Yield();
            stays &= TaskScheduler.Current == own;
            await Task.Run(() => stays &= TaskScheduler.Current == TaskScheduler.Default);
            stays &= TaskScheduler.Current == own;
            await Task.Factory.StartNew(() => stays &= TaskScheduler.Current == own);
            return stays && TaskScheduler.Current == own;
        }
    }

    [Reentrant]
    internal sealed class ReentrantGrain(Probe probe) : Grain, IReentrantGrain
    {
        private int _inside;
        private int _count;

        public async Task HoldAsync(string name)
        {
            probe.Note($"{name} begins");
            await probe.Gate;
        }

        public async Task<int> AddAsync()
        {
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(1, Interlocked.Increment(ref _inside));
                Thread.SpinWait(50);
                Assert.Equal(0, Interlocked.Decrement(ref _inside));
                await Task.Yield();
            }

            return ++_count;
        }
    }

    internal sealed class PingGrain : Grain, IPingGrain
    {
        public async Task<int> PingAsync(IPingGrain partner, int depth) =>
            depth == 0 ? 0 : 1 + await partner.PingAsync(GrainFactory.GetGrain<IPingGrain>($"{depth + 1}"), depth - 1);
    }
}
