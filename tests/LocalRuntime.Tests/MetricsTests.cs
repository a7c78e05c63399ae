using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using BookRecs.LocalRuntime.Tests.Support;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>What the operator watches is counted.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_CountCallsRefusalsTimeoutsAndActivations()
    {
        var counted = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "BookRecs.LocalRuntime")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => counted.AddOrUpdate(
            instrument.Name, value, (_, sum) => sum + Math.Abs(value)));
        listener.Start();
        await using var silo = await TestSilo.StartAsync(
            [typeof(LimitTests.SlowGrain)],
            builder => builder.Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = 1));

        var running = silo.Get<LimitTests.ISlowGrain>().WaitAsync(0);
        await silo.Probe.NextAsync();
        var waiting = silo.Get<LimitTests.ISlowGrain>().WaitAsync(1);
        await Assert.ThrowsAsync<LimitExceededException>(() => silo.Get<LimitTests.ISlowGrain>().WaitAsync(2));
        silo.Time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => running);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        silo.Probe.Release();
        await silo.StopAsync(TestContext.Current.CancellationToken);

        // Tests that run beside this one count too.
        Assert.True(counted["bookrecs.grain.calls"] >= 3);
        Assert.True(counted["bookrecs.grain.calls_refused"] >= 1);
        Assert.True(counted["bookrecs.grain.calls_timed_out"] >= 2);
        Assert.True(counted["bookrecs.grain.activations_started"] >= 1);
        Assert.True(counted["bookrecs.grain.activations_ended"] >= 1);
        Assert.True(counted["bookrecs.grain.activations"] >= 2);
    }
}
