using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Hosting;

namespace BookRecs.LocalRuntime.Benchmarks;

/// <summary>64 calls in flight over 2,000 grains; time and bytes are those of one call.</summary>
public class Throughput
{
    private const int Grains = 2_000;
    private const int InFlight = 64;
    private const int CallsEach = 2_000;

    private IHost _host = null!;
    private ICounterGrain[] _grains = [];

    [GlobalSetup]
    public void Setup()
    {
        _host = BenchmarkSilo.StartAsync().GetAwaiter().GetResult();
        _grains = [.. Enumerable.Range(0, Grains).Select(i => _host.Client().GetGrain<ICounterGrain>($"grain-{i}"))];
    }

    [GlobalCleanup]
    public void Cleanup() => _host.StopAsync().GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = InFlight * CallsEach)]
    public Task Short() => RunAsync(static grain => grain.AddAsync(1_000));

    [Benchmark(OperationsPerInvoke = InFlight * CallsEach)]
    public Task Yielding() => RunAsync(static grain => grain.AddLaterAsync(1_000));

    private Task RunAsync(Func<ICounterGrain, Task<long>> call) =>
        Task.WhenAll(Enumerable.Range(0, InFlight).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < CallsEach; i++)
                await call(_grains[((caller * 31) + (i * 17)) % Grains]);
        })));
}
