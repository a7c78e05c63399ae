using System.Collections.Concurrent;
using System.Threading.Channels;

namespace BookRecs.LocalRuntime.Tests.Support;

/// <summary>What grains of a test tell it, and a gate that the test holds them at.</summary>
internal sealed class Probe
{
    private readonly ConcurrentQueue<string> _events = new();
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Events => [.. _events];

    public Task Gate => _gate.Task;

    public bool FailActivation { get; set; }

    public void Note(string what)
    {
        _events.Enqueue(what);
        _arrivals.Writer.TryWrite(what);
    }

    /// <summary>Waits for the next note, in the order of notes.</summary>
    public Task<string> NextAsync() =>
        _arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public void Release() => _gate.TrySetResult();
}
