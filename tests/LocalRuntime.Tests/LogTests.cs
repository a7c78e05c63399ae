using BookRecs.LocalRuntime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>A grain's key can be the id of a person, so the log tells grains by their type alone.</summary>
public sealed class LogTests : IDisposable
{
    private const string Person = "ada@example.com";

    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task ActivationThatFails_IsToldWithoutTheKey()
    {
        await using var silo = await StartAsync(typeof(LifeTests.LifeGrain));
        silo.Probe.FailActivation = true;
        await Assert.ThrowsAsync<NotSupportedException>(() => silo.Get<LifeTests.ILifeGrain>(Person).TouchAsync());
        Assert.Contains(_log.All, static line => line.StartsWith("1010 A life grain", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.All, static line => line.Contains(Person, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CallsThatAreRefusedOrLate_AreToldWithoutTheKey()
    {
        await using var silo = await StartAsync(typeof(LimitTests.SlowGrain));
        var running = silo.Get<LimitTests.ISlowGrain>(Person).WaitAsync(0);
        await silo.Probe.NextAsync();
        var waiting = silo.Get<LimitTests.ISlowGrain>(Person).WaitAsync(1);
        await Assert.ThrowsAsync<LimitExceededException>(() => silo.Get<LimitTests.ISlowGrain>(Person).WaitAsync(2));
        silo.Time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => running);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        foreach (var id in (string[])["1030", "1031"])
            Assert.Contains(_log.All, line => line.StartsWith(id, StringComparison.Ordinal) && line.Contains("of a slow grain", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.All, static line => line.Contains(Person, StringComparison.Ordinal));
    }

    private Task<TestSilo> StartAsync(Type grain) => TestSilo.StartAsync([grain], builder =>
    {
        builder.Services.AddSingleton<ILoggerProvider>(_log);
        builder.Configure<SiloMessagingOptions>(static options => options.MaxEnqueuedRequestsHardLimit = 1);
    });
}
