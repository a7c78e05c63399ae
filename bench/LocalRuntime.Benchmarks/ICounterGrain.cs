using Orleans;

namespace BookRecs.LocalRuntime.Benchmarks;

/// <summary>The least that a grain can do.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    /// <summary>Adds without waiting for anything.</summary>
    Task<long> AddAsync(long value);

    /// <summary>Adds after giving up its turn once.</summary>
    Task<long> AddLaterAsync(long value);

    /// <summary>Has another grain add.</summary>
    Task<long> ForwardAsync(ICounterGrain to, long value);
}
