using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace BookRecs.LocalRuntime.Benchmarks;

/// <summary>One caller, one call at a time: what a grain call costs above a direct awaited call.</summary>
public class CallOverhead
{
    private readonly CounterGrain _direct = new();
    private readonly CounterGrain _directOuter = new();
    private IHost _host = null!;
    private IClusterClient _client = null!;
    private ICounterGrain _grain = null!;
    private ICounterGrain _outer = null!;

    [GlobalSetup]
    public void Setup()
    {
        _host = BenchmarkSilo.StartAsync().GetAwaiter().GetResult();
        _client = _host.Client();
        _grain = _client.GetGrain<ICounterGrain>("inner");
        _outer = _client.GetGrain<ICounterGrain>("outer");
    }

    [GlobalCleanup]
    public void Cleanup() => _host.StopAsync().GetAwaiter().GetResult();

    [Benchmark(Baseline = true)]
    public async Task<long> Direct() => await _direct.AddAsync(1_000);

    [Benchmark]
    public async Task<long> Grain() => await _grain.AddAsync(1_000);

    [Benchmark]
    public async Task<long> GetGrainAndCall() => await _client.GetGrain<ICounterGrain>("inner").AddAsync(1_000);

    [Benchmark]
    public async Task<long> DirectYielding() => await _direct.AddLaterAsync(1_000);

    [Benchmark]
    public async Task<long> GrainYielding() => await _grain.AddLaterAsync(1_000);

    [Benchmark]
    public async Task<long> DirectTwoDeep() => await _directOuter.ForwardAsync(_direct, 1_000);

    [Benchmark]
    public async Task<long> GrainTwoDeep() => await _outer.ForwardAsync(_grain, 1_000);
}
