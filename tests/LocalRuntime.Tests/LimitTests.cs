using BookRecs.LocalRuntime.Tests.Support;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>Calls wait neither for ever nor in any number.</summary>
public sealed class LimitTests
{
    public interface ISlowGrain : IGrainWithStringKey
    {
        Task<int> WaitAsync(int number);

        Task CallAsync(ISlowGrain other);
    }

    public interface IWorkerGrain : IGrainWithStringKey
    {
        Task WaitAsync();
    }

    [Fact]
    public async Task Call_ToAFullMailbox_IsRefusedAtOnceAndTheOthersAreAnswered()
    {
        await using var silo = await TestSilo.StartAsync(
            [typeof(SlowGrain)], builder => builder.Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = 3));
        var running = silo.Get<ISlowGrain>().WaitAsync(0);
        await silo.Probe.NextAsync();
        var waiting = Enumerable.Range(1, 3).Select(i => silo.Get<ISlowGrain>().WaitAsync(i)).ToArray();

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => silo.Get<ISlowGrain>().WaitAsync(4));

        Assert.Contains("MaxEnqueuedRequestsHardLimit", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ISlowGrain.WaitAsync of a slow grain", refused.Message, StringComparison.Ordinal);
        silo.Probe.Release();
        Assert.Equal("0 1 2 3", string.Join(' ', await Task.WhenAll(waiting.Prepend(running))));
        Assert.Equal(5, await silo.Get<ISlowGrain>().WaitAsync(5));
    }

    [Fact]
    public async Task Call_LongerThanTheResponseTimeout_FailsAndNamesTypeOfGrainAndMethod()
    {
        await using var silo = await TestSilo.StartAsync([typeof(SlowGrain)]);
        var running = silo.Get<ISlowGrain>().WaitAsync(0);
        await silo.Probe.NextAsync();
        silo.Time.Advance(TimeSpan.FromSeconds(10));
        var waiting = silo.Get<ISlowGrain>().WaitAsync(1);

        silo.Time.Advance(TimeSpan.FromSeconds(21));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => running);
        Assert.Contains("ISlowGrain.WaitAsync of a slow grain", error.Message, StringComparison.Ordinal);
        Assert.False(waiting.IsCompleted, "The second call still has nine seconds.");
        silo.Time.Advance(TimeSpan.FromSeconds(10));
        error = await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.Contains("waited in its mailbox", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatTimedOutWhileItWaited_NeverRuns()
    {
        await using var silo = await TestSilo.StartAsync([typeof(SlowGrain)]);
        var calls = new[] { silo.Get<ISlowGrain>().WaitAsync(0), silo.Get<ISlowGrain>().WaitAsync(1) };
        await silo.Probe.NextAsync();
        silo.Time.Advance(TimeSpan.FromSeconds(31));
        foreach (var call in calls)
            await Assert.ThrowsAsync<TimeoutException>(() => call);

        silo.Probe.Release();
        Assert.Equal(2, await silo.Get<ISlowGrain>().WaitAsync(2));

        Assert.Equal(["0", "2"], silo.Probe.Events);
    }

    [Fact]
    public async Task Grains_ThatWaitForEachOther_SurfaceAsTimeouts()
    {
        await using var silo = await TestSilo.StartAsync([typeof(SlowGrain)]);

        var call = silo.Get<ISlowGrain>("a").CallAsync(silo.Get<ISlowGrain>("a"));
        Assert.Equal("calling", await silo.Probe.NextAsync());
        silo.Time.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task StatelessWorker_RunsUpToItsBoundAtOnce()
    {
        await using var silo = await TestSilo.StartAsync([typeof(WorkerGrain)]);
        var calls = Enumerable.Range(0, 5).Select(_ => silo.Get<IWorkerGrain>().WaitAsync()).ToArray();

        for (var i = 0; i < 3; i++)
            Assert.Equal("working", await silo.Probe.NextAsync());

        Assert.Equal(3, await silo.Management.GetTotalActivationCount());
        Assert.Equal(3, silo.Probe.Events.Count);
        silo.Probe.Release();
        await Task.WhenAll(calls);
        Assert.Equal(5, silo.Probe.Events.Count);
        Assert.Equal(3, await silo.Management.GetTotalActivationCount());
    }

    [Fact]
    public async Task StatelessWorker_AllBusyAndAllMailboxesFull_Refuses()
    {
        await using var silo = await TestSilo.StartAsync(
            [typeof(WorkerGrain)],
            builder => builder.Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit_StatelessWorker = 1));
        var calls = Enumerable.Range(0, 3).Select(_ => silo.Get<IWorkerGrain>().WaitAsync()).ToList();
        for (var i = 0; i < 3; i++)
            await silo.Probe.NextAsync();
        calls.AddRange(Enumerable.Range(0, 3).Select(_ => silo.Get<IWorkerGrain>().WaitAsync()));

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => silo.Get<IWorkerGrain>().WaitAsync());

        Assert.Contains("MaxEnqueuedRequestsHardLimit_StatelessWorker", refused.Message, StringComparison.Ordinal);
        silo.Probe.Release();
        await Task.WhenAll(calls);
    }

    internal sealed class SlowGrain(Probe probe) : Grain, ISlowGrain
    {
        public async Task<int> WaitAsync(int number)
        {
            probe.Note($"{number}");
            await probe.Gate;
            return number;
        }

        public async Task CallAsync(ISlowGrain other)
        {
            probe.Note("calling");
            await other.CallAsync(other);
        }
    }

    [StatelessWorker(3)]
    internal sealed class WorkerGrain(Probe probe) : Grain, IWorkerGrain
    {
        public async Task WaitAsync()
        {
            probe.Note("working");
            await probe.Gate;
        }
    }
}
