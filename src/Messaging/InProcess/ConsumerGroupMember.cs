using BookRecs.Messaging.Consuming;

namespace BookRecs.Messaging.InProcess;

/// <summary>A consumer of a group: takes records from the group's queue while its pipeline has room.</summary>
internal sealed class ConsumerGroupMember : IAsyncDisposable
{
    private readonly ConsumerGroup _group;
    private readonly RecordPipeline _pipeline;
    private readonly TimeSpan _drain;
    private readonly DeliverySource _source = new(0);
    private readonly CancellationTokenSource _leaving = new();
    private readonly IDisposable _shown;
    private readonly Task _loop;
    private int _left;

    /// <summary>Joins the group and begins to take records.</summary>
    /// <param name="group">The group.</param>
    /// <param name="pipeline">Hands them on; the member owns it.</param>
    /// <param name="drain">How long records that were taken have to end when the member leaves.</param>
    /// <param name="show">Shows lag and load.</param>
    public ConsumerGroupMember(ConsumerGroup group, RecordPipeline pipeline, TimeSpan drain, Func<Func<long>, Func<long>, IDisposable> show)
    {
        _group = group;
        _pipeline = pipeline;
        _drain = drain;
        _shown = show(() => group.Queue.Count + pipeline.InFlight, () => pipeline.InFlight);
        group.Join(this);
        _loop = Task.Run(ConsumeAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _left, 1) != 0)
            return;
        _group.Leave(this);
        _shown.Dispose();
        await _leaving.CancelAsync();
        await _loop;
        await _source.WhenIdle().WaitAsync(_drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _source.Abandon();
        await _source.WhenIdle();
        _leaving.Dispose();
        _source.Dispose();
        _pipeline.Dispose();
    }

    private async Task ConsumeAsync()
    {
        try
        {
            // Room is taken when there is a record for it: what waits for one is not under way.
            for (var offset = 0L; await _group.Queue.WaitToReadAsync(_leaving.Token);)
            {
                await _pipeline.ReserveAsync(_leaving.Token);
                if (_group.Queue.TryRead(out var next))
                    _pipeline.Add(new Delivery(next.Record, _source, offset++, next.PublishedAt));
                else
                    _pipeline.ReturnRoom();
            }
        }
        catch (OperationCanceledException)
        {
            // The member leaves.
        }
    }
}
