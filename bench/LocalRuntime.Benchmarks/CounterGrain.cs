using Orleans;

namespace BookRecs.LocalRuntime.Benchmarks;

/// <summary>Counts in memory.</summary>
public sealed class CounterGrain : Grain, ICounterGrain
{
    private long _sum;

    /// <inheritdoc/>
    public Task<long> AddAsync(long value) => Task.FromResult(_sum += value);

    /// <inheritdoc/>
    public async Task<long> AddLaterAsync(long value)
    {
        await Task.Yield();
        return _sum += value;
    }

    /// <inheritdoc/>
    public async Task<long> ForwardAsync(ICounterGrain to, long value) => _sum += await to.AddAsync(value);
}
