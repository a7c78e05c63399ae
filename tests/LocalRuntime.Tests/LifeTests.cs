using BookRecs.LocalRuntime.Tests.Support;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>Activations begin with a call and end when idle, asked, stopped or too many.</summary>
public sealed class LifeTests
{
    private static readonly TimeSpan PastCollection = TimeSpan.FromMinutes(17);

    public interface ILifeGrain : IGrainWithStringKey
    {
        Task<int> TouchAsync();

        Task HoldAsync();

        Task EndAsync();

        Task StayAsync(int minutes);

        Task CallAsync(ILifeGrain other);
    }

    [Fact]
    public async Task Activation_IdleForTheCollectionAge_EndsAndComesBackThroughOnActivate()
    {
        await using var silo = await TestSilo.StartAsync([typeof(LifeGrain)]);
        Assert.Equal(1, await silo.Get<ILifeGrain>().TouchAsync());
        Assert.Equal(2, await silo.Get<ILifeGrain>().TouchAsync());

        silo.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(3, await silo.Get<ILifeGrain>().TouchAsync());
        silo.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(4, await silo.Get<ILifeGrain>().TouchAsync());
        silo.Time.Advance(PastCollection);

        Assert.Equal("activated", await silo.Probe.NextAsync());
        Assert.Equal("ended ActivationIdle", await silo.Probe.NextAsync());
        Assert.Equal(1, await silo.Get<ILifeGrain>().TouchAsync());
        Assert.Equal("activated", await silo.Probe.NextAsync());
    }

    [Fact]
    public async Task Activation_WithARunningCall_IsNotCollected()
    {
        await using var silo = await TestSilo.StartAsync(
            [typeof(LifeGrain)], builder => builder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromHours(1)));
        var call = silo.Get<ILifeGrain>().HoldAsync();
        Assert.Equal("activated", await silo.Probe.NextAsync());
        Assert.Equal("held", await silo.Probe.NextAsync());

        silo.Time.Advance(PastCollection);

        Assert.Equal(1, await silo.Management.GetTotalActivationCount());
        silo.Probe.Release();
        await call;
    }

    [Fact]
    public async Task DelayDeactivation_KeepsAnIdleActivationThatLong()
    {
        await using var silo = await TestSilo.StartAsync([typeof(LifeGrain)]);
        await silo.Get<ILifeGrain>().StayAsync(60);

        silo.Time.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(1, await silo.Management.GetTotalActivationCount());
        silo.Time.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal("activated", await silo.Probe.NextAsync());
        Assert.Equal("ended ActivationIdle", await silo.Probe.NextAsync());
    }

    [Fact]
    public async Task DeactivateOnIdle_EndsAfterTheCall_AndWaitingCallsGoToTheNextActivation()
    {
        await using var silo = await TestSilo.StartAsync([typeof(LifeGrain)]);
        var grain = silo.Get<ILifeGrain>();
        Assert.Equal(1, await grain.TouchAsync());

        var held = grain.HoldAsync();
        var ended = grain.EndAsync();
        var later = new[] { grain.TouchAsync(), grain.TouchAsync() };
        silo.Probe.Release();
        await Task.WhenAll(held, ended);

        Assert.Equal("1 2", string.Join(' ', await Task.WhenAll(later)));
        Assert.Equal(["activated", "held", "ended ApplicationRequested", "activated"], silo.Probe.Events);
    }

    [Fact]
    public async Task OnActivate_ThatFails_FailsTheCallsAndTheNextCallTriesAgain()
    {
        await using var silo = await TestSilo.StartAsync([typeof(LifeGrain)]);
        silo.Probe.FailActivation = true;
        await Assert.ThrowsAsync<NotSupportedException>(() => silo.Get<ILifeGrain>().TouchAsync());
        Assert.Equal(0, await silo.Management.GetTotalActivationCount());

        silo.Probe.FailActivation = false;

        Assert.Equal(1, await silo.Get<ILifeGrain>().TouchAsync());
    }

    [Fact]
    public async Task Activations_BeyondTheirBound_EndTheLeastRecentlyUsed()
    {
        await using var silo = await TestSilo.StartAsync(
            [typeof(LifeGrain)], builder => builder.Configure<LocalRuntimeOptions>(options => options.MaxActivations = 10));
        for (var i = 0; i < 11; i++)
        {
            await silo.Get<ILifeGrain>($"{i}").TouchAsync();
            silo.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var events = new List<string>();
        while (!events.Contains("ended ActivationIdle"))
            events.Add(await silo.Probe.NextAsync());

        for (var i = 1; i < 11; i++)
            Assert.Equal(2, await silo.Get<ILifeGrain>($"{i}").TouchAsync());
        Assert.Equal(1, await silo.Get<ILifeGrain>("0").TouchAsync());
    }

    [Fact]
    public async Task Management_CountsActivationsByClass()
    {
        await using var silo = await TestSilo.StartAsync([typeof(LifeGrain)]);
        for (var i = 0; i < 4; i++)
            await silo.Get<ILifeGrain>($"{i}").TouchAsync();

        var statistic = Assert.Single(await silo.Management.GetSimpleGrainStatistics());
        Assert.Equal(typeof(LifeGrain).FullName, statistic.GrainType);
        Assert.Equal(4, statistic.ActivationCount);
        Assert.Equal(4, await silo.Management.GetTotalActivationCount());

        silo.Time.Advance(TimeSpan.FromSeconds(1));
        await silo.Management.ForceActivationCollection(TimeSpan.Zero);
        Assert.Equal(0, await silo.Management.GetTotalActivationCount());
    }

    [Fact]
    public async Task Stop_LetsRunningCallsFinish_EndsAllGrainsAndRefusesNewCalls()
    {
        await using var silo = await TestSilo.StartAsync([typeof(LifeGrain)]);
        await silo.Get<ILifeGrain>("idle").TouchAsync();
        var held = silo.Get<ILifeGrain>().HoldAsync();
        var waiting = silo.Get<ILifeGrain>().CallAsync(silo.Get<ILifeGrain>("other"));

        var stopping = silo.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => silo.Get<ILifeGrain>().TouchAsync());
        Assert.False(stopping.IsCompleted);
        silo.Probe.Release();
        await stopping;

        await Task.WhenAll(held, waiting);
        Assert.Equal(3, silo.Probe.Events.Count(one => one == "ended ShuttingDown"));
    }

    [Fact]
    public async Task Stop_WithACallThatNeverEnds_IsBoundedAndTheCallFails()
    {
        await using var silo = await TestSilo.StartAsync([typeof(LifeGrain)]);
        var held = silo.Get<ILifeGrain>().HoldAsync();
        using var patience = new CancellationTokenSource();

        var stopping = silo.StopAsync(patience.Token);
        await patience.CancelAsync();
        await stopping;

        await Assert.ThrowsAsync<SiloUnavailableException>(() => held);
    }

    internal sealed class LifeGrain(Probe probe) : Grain, ILifeGrain
    {
        private int _touched;

        public override Task OnActivateAsync(CancellationToken cancellationToken)
        {
            if (probe.FailActivation)
                throw new NotSupportedException("not today");
            probe.Note("activated");
            return Task.CompletedTask;
        }

        public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
        {
            probe.Note($"ended {reason.ReasonCode}");
            return Task.CompletedTask;
        }

        public Task<int> TouchAsync() => Task.FromResult(++_touched);

        public async Task HoldAsync()
        {
            probe.Note("held");
            await probe.Gate;
        }

        public Task EndAsync()
        {
            DeactivateOnIdle();
            return Task.CompletedTask;
        }

        public Task StayAsync(int minutes)
        {
            DelayDeactivation(TimeSpan.FromMinutes(minutes));
            return Task.CompletedTask;
        }

        public Task CallAsync(ILifeGrain other) => other.TouchAsync();
    }
}
