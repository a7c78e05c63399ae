using BookRecs.LocalRuntime.Tests.Support;
using Orleans;
using Orleans.Runtime;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>Timers tick as turns of their grain and end with it.</summary>
public sealed class TimerTests
{
    public interface ITimerGrain : IGrainWithStringKey
    {
        Task StartAsync(bool interleave, bool keepAlive, bool fails);

        Task ChangeAsync(int dueSeconds);

        Task StopAsync();

        Task HoldAsync();

        Task<bool> IsCancelledAsync();
    }

    [Fact]
    public async Task Timer_TicksWhenDueAndThenEachPeriodAfterATick()
    {
        await using var silo = await TestSilo.StartAsync([typeof(TimerGrain)]);
        await silo.Get<ITimerGrain>().StartAsync(interleave: false, keepAlive: false, fails: false);

        silo.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(silo.Probe.Events);
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        await NextTickAsync(silo, 1);
        silo.Time.Advance(TimeSpan.FromSeconds(10));
        await NextTickAsync(silo, 2);
    }

    [Fact]
    public async Task Timer_WhoseCallbackFails_GoesOn()
    {
        await using var silo = await TestSilo.StartAsync([typeof(TimerGrain)]);
        await silo.Get<ITimerGrain>().StartAsync(interleave: false, keepAlive: false, fails: true);

        silo.Time.Advance(TimeSpan.FromSeconds(5));
        await NextTickAsync(silo, 1);
        silo.Time.Advance(TimeSpan.FromSeconds(10));
        await NextTickAsync(silo, 2);
    }

    [Fact]
    public async Task Timer_DuringACall_WaitsForItUnlessItInterleaves()
    {
        await using var silo = await TestSilo.StartAsync([typeof(TimerGrain)]);
        var waits = silo.Get<ITimerGrain>("waits");
        var interleaves = silo.Get<ITimerGrain>("interleaves");
        await waits.StartAsync(interleave: false, keepAlive: false, fails: false);
        var first = waits.HoldAsync();
        Assert.Equal("held waits", await silo.Probe.NextAsync());
        silo.Time.Advance(TimeSpan.FromSeconds(5));

        await interleaves.StartAsync(interleave: true, keepAlive: false, fails: false);
        var second = interleaves.HoldAsync();
        Assert.Equal("held interleaves", await silo.Probe.NextAsync());
        silo.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("tick 1 of interleaves", await silo.Probe.NextAsync());

        silo.Probe.Release();
        Assert.Equal("tick 1 of waits", await silo.Probe.NextAsync());
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Timer_ChangedOrStopped_ObeysAtOnce()
    {
        await using var silo = await TestSilo.StartAsync([typeof(TimerGrain)]);
        var grain = silo.Get<ITimerGrain>();
        await grain.StartAsync(interleave: false, keepAlive: false, fails: false);

        await grain.ChangeAsync(100);
        silo.Time.Advance(TimeSpan.FromSeconds(99));
        Assert.Empty(silo.Probe.Events);
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        await NextTickAsync(silo, 1);
        await grain.StopAsync();
        silo.Time.Advance(TimeSpan.FromSeconds(600));

        Assert.Single(silo.Probe.Events);
        Assert.True(await grain.IsCancelledAsync());
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Timer_KeepsItsGrainOnlyWhenToldSo(bool keepAlive, int activations)
    {
        await using var silo = await TestSilo.StartAsync([typeof(TimerGrain)]);
        await silo.Get<ITimerGrain>().StartAsync(interleave: false, keepAlive, fails: false);
        silo.Time.Advance(TimeSpan.FromSeconds(5));
        await NextTickAsync(silo, 1);
        for (var i = 2; i < 8; i++)
        {
            silo.Time.Advance(TimeSpan.FromSeconds(10));
            await NextTickAsync(silo, i);
        }

        await silo.Management.ForceActivationCollection(TimeSpan.FromSeconds(30));

        Assert.Equal(activations, await silo.Management.GetTotalActivationCount());
        if (keepAlive)
            return;
        var ticks = silo.Probe.Events.Count;
        silo.Time.Advance(TimeSpan.FromSeconds(1_000));
        Assert.Equal(ticks, silo.Probe.Events.Count);
    }

    [Fact]
    public async Task Timer_WithATimeThatIsNone_IsRefused()
    {
        await using var silo = await TestSilo.StartAsync([typeof(TimerGrain)]);
        await silo.Get<ITimerGrain>().StartAsync(interleave: false, keepAlive: false, fails: false);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => silo.Get<ITimerGrain>().ChangeAsync(-5));
    }

    /// <summary>Waits until a tick has come and ended, which is when the next one is scheduled.</summary>
    private static async Task NextTickAsync(TestSilo silo, int number)
    {
        Assert.Equal($"tick {number} of one", await silo.Probe.NextAsync());
        while (await silo.Time.TimerSetAsync(TestContext.Current.CancellationToken) != TimeSpan.FromSeconds(10))
        {
            // Another timer of the runtime.
        }
    }

    internal sealed class TimerGrain(Probe probe) : Grain, ITimerGrain
    {
        private IGrainTimer? _timer;
        private CancellationToken _token;
        private int _ticks;

        public Task StartAsync(bool interleave, bool keepAlive, bool fails)
        {
            _timer = this.RegisterGrainTimer(
                async (failing, token) =>
                {
                    _token = token;
                    var number = ++_ticks;
                    await Task.Yield();
                    probe.Note($"tick {number} of {this.GetPrimaryKeyString()}");
                    if (failing)
                        throw new InvalidOperationException("as asked");
                },
                fails,
                new GrainTimerCreationOptions(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10))
                {
                    Interleave = interleave,
                    KeepAlive = keepAlive,
                });
            return Task.CompletedTask;
        }

        public Task ChangeAsync(int dueSeconds)
        {
            _timer!.Change(TimeSpan.FromSeconds(dueSeconds), TimeSpan.FromSeconds(10));
            return Task.CompletedTask;
        }

        public Task StopAsync()
        {
            _timer!.Dispose();
            return Task.CompletedTask;
        }

        public async Task HoldAsync()
        {
            probe.Note($"held {this.GetPrimaryKeyString()}");
            await probe.Gate;
        }

        public Task<bool> IsCancelledAsync() => Task.FromResult(_token.IsCancellationRequested);
    }
}
