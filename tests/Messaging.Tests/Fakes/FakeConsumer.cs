using System.Collections.Concurrent;
using System.Reflection;
using Confluent.Kafka;

namespace BookRecs.Messaging.Tests.Fakes;

/// <summary>
/// A client of <see cref="FakeKafka"/>. As with a real one, partitions come and go and errors show while it is polled, a paused partition hands
/// out nothing, and one that is assigned is not paused and begins at the committed offset.
/// </summary>
internal class FakeConsumer : DispatchProxy
{
    private readonly BlockingCollection<Action> _events = [];
    private readonly Dictionary<TopicPartition, Offset> _next = [];
    private readonly ConcurrentDictionary<TopicPartition, bool> _paused = new();
    private FakeKafka _kafka = null!;
    private Action<List<TopicPartition>> _assigned = null!;
    private Action<List<TopicPartitionOffset>> _revoked = null!;

    /// <summary>The offsets that it stored to be committed, in order.</summary>
    public ConcurrentQueue<TopicPartitionOffset> Stored { get; } = new();

    public bool IsPaused(TopicPartition partition) => _paused.ContainsKey(partition);

    public void Join(FakeKafka kafka, Action<List<TopicPartition>> assigned, Action<List<TopicPartitionOffset>> revoked) =>
        (_kafka, _assigned, _revoked) = (kafka, assigned, revoked);

    /// <summary>Gives it partitions at its next poll.</summary>
    /// <returns>Completes when it has them.</returns>
    public Task AssignAsync(params TopicPartition[] partitions) => MeetAsync(() =>
    {
        _assigned([.. partitions]);
        foreach (var partition in partitions)
            _next[partition] = _kafka.Committed.GetValueOrDefault(partition, 0);
    });

    /// <summary>Takes a partition from it at its next poll.</summary>
    /// <returns>Completes when it is gone.</returns>
    public Task RevokeAsync(TopicPartition partition) => MeetAsync(() =>
    {
        _revoked([new TopicPartitionOffset(partition, _next[partition])]);
        _next.Remove(partition);
        _paused.TryRemove(partition, out _);
    });

    /// <summary>Lets its next poll fail.</summary>
    /// <returns>Completes when it has failed.</returns>
    public Task FailAsync(Error error)
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _events.Add(() =>
        {
            failed.SetResult();
            throw new ConsumeException(new ConsumeResult<byte[], byte[]>(), error);
        });
        return failed.Task;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name, args)
        {
            case (nameof(IConsumer<,>.Consume), [TimeSpan wait]):
                return Consume(wait);
            case ("get_" + nameof(IConsumer<,>.Assignment), _):
                return _next.Keys.ToList();
            case (nameof(IConsumer<,>.Pause), [IEnumerable<TopicPartition> partitions]):
                foreach (var partition in partitions)
                    _paused[partition] = true;
                return null;
            case (nameof(IConsumer<,>.Resume), [IEnumerable<TopicPartition> partitions]):
                foreach (var partition in partitions)
                    _paused.TryRemove(partition, out _);
                return null;
            case (nameof(IConsumer<,>.StoreOffset), [TopicPartitionOffset position]):
                Stored.Enqueue(position);
                return null;
            case (nameof(IConsumer<,>.Commit), [IEnumerable<TopicPartitionOffset> positions]):
                foreach (var position in positions)
                    _kafka.Committed[position.TopicPartition] = position.Offset;
                return null;
            case (nameof(IConsumer<,>.Committed), [IEnumerable<TopicPartition> partitions, TimeSpan]):
                return partitions.Select(partition => new TopicPartitionOffset(partition, _kafka.Committed.GetValueOrDefault(partition, Offset.Unset))).ToList();
            case (nameof(IConsumer<,>.QueryWatermarkOffsets), [TopicPartition partition, TimeSpan]):
                return _kafka.IsAway ? throw new KafkaException(ErrorCode.Local_TimedOut) : _kafka.EndsOf(partition);
            case (nameof(IConsumer<,>.GetWatermarkOffsets), [TopicPartition partition]):
                return _kafka.Fetched.GetValueOrDefault(partition, new WatermarkOffsets(Offset.Unset, Offset.Unset));
            case (nameof(IConsumer<,>.Subscribe) or nameof(IConsumer<,>.Close) or nameof(IDisposable.Dispose), _):
                return null;
            default:
                throw new NotSupportedException(targetMethod.Name);
        }
    }

    private ConsumeResult<byte[]?, byte[]?>? Consume(TimeSpan wait)
    {
        if (HasMetAnEvent(TimeSpan.Zero))
            return null;
        foreach (var (partition, offset) in _next)
        {
            if (IsPaused(partition) || _kafka.Read(partition, offset) is not { } message)
                continue;
            _next[partition] = offset + 1;
            return new ConsumeResult<byte[]?, byte[]?> { TopicPartitionOffset = new(partition, offset), Message = message };
        }

        HasMetAnEvent(wait);
        return null;
    }

    private Task MeetAsync(Action action)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _events.Add(() =>
        {
            action();
            met.SetResult();
        });
        return met.Task;
    }

    private bool HasMetAnEvent(TimeSpan wait)
    {
        if (!_events.TryTake(out var happen, wait))
            return false;
        happen();
        return true;
    }
}
