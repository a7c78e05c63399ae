using BookRecs.Messaging.Consuming;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace BookRecs.Messaging.Kafka;

/// <summary>
/// A member of a consumer group. A thread of its own takes records from the client and hands them to the pipeline; while there is no room
/// its partitions are paused. Before a partition is given up, the records under way end and their offset is committed.
/// </summary>
internal sealed class KafkaConsumer(
    ConsumerSettings settings, RecordPipeline pipeline, TimeSpan drain, IKafkaClients clients, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RoomWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RoomCheck = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan StoreInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LagInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ErrorWait = TimeSpan.FromSeconds(1);

    /// <summary>A consumer that found no room goes on when this part of it is free.</summary>
    private const int RoomParts = 16;

    private readonly CancellationTokenSource _leaving = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<TopicPartition, DeliverySource> _sources = [];
    private IConsumer<byte[]?, byte[]?>? _consumer;
    private ConsumerLag? _consumerLag;
    private Action<KafkaConsumer>? _onLeft;
    private IDisposable? _shown;
    private bool _isPaused;
    private long _lag;
    private long _storedAt;
    private long _lagReadAt;
    private int _left;

    /// <summary>Joins the group.</summary>
    public void Start(TopicMetrics metrics, Action<KafkaConsumer> onLeft)
    {
        _onLeft = onLeft;
        _shown = metrics.Show(settings.Topic, settings.Group, () => Interlocked.Read(ref _lag), () => pipeline.InFlight);
        new Thread(Run) { IsBackground = true, Name = $"Kafka {settings.Topic}" }.Start();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            _onLeft?.Invoke(this);
            await _leaving.CancelAsync();
            await _ended.Task;
            _shown?.Dispose();
            _leaving.Dispose();
        }

        await _ended.Task;
    }

    private void Run()
    {
        while (!_leaving.IsCancellationRequested)
        {
            try
            {
                Consume();
            }
            catch (KafkaException error)
            {
                // A fatal error leaves the client unusable: the next one begins at the last committed offset.
                MessagingLog.ConsumeFailed(logger, settings.Topic, error.Error.Reason);
                _leaving.Token.WaitHandle.WaitOne(ErrorWait);
            }
        }

        _ended.SetResult();
    }

    private void Consume()
    {
        // One that failed while it was paused has left this behind.
        _isPaused = false;
        using var consumer = _consumer = clients.MakeConsumer(settings.Group, OnAssigned, OnRevoked, OnLost);
        _consumerLag = new ConsumerLag(consumer, time);
        try
        {
            consumer.Subscribe(clients.TopicOf(settings.Topic));
            while (!_leaving.IsCancellationRequested)
            {
                if (Poll() is { Message: not null } result)
                    Take(result);
                StorePositions();
                ReadLag();
            }
        }
        finally
        {
            Drain([.. _sources.Keys]);
            consumer.Close();
        }
    }

    /// <summary>Asks the client for a record, and tells of errors that it overcomes by itself.</summary>
    private ConsumeResult<byte[]?, byte[]?>? Poll()
    {
        try
        {
            return _consumer!.Consume(PollWait);
        }
        catch (ConsumeException error) when (!error.Error.IsFatal)
        {
            MessagingLog.ConsumeFailed(logger, settings.Topic, error.Error.Reason);
            _leaving.Token.WaitHandle.WaitOne(ErrorWait);
            return null;
        }
    }

    private void Take(ConsumeResult<byte[]?, byte[]?> result)
    {
        if (!_sources.TryGetValue(result.TopicPartition, out var source))
            return;
        if (!pipeline.TryReserve(TimeSpan.Zero, CancellationToken.None) && !WaitForRoom())
            return;

        // While it waited, the partition may have gone, and even come back: whoever has it now begins at the committed offset, which may lie
        // before this record.
        if (_sources.GetValueOrDefault(result.TopicPartition) != source)
        {
            pipeline.ReturnRoom();
            return;
        }

        var message = result.Message;
        pipeline.Add(new Delivery(
            KafkaRecords.ToRecord(message), source, result.Offset.Value, KafkaRecords.PublishedAt(message.Timestamp), KafkaRecords.HeadersOf(message)));
    }

    /// <summary>Waits until the pipeline has room. A longer wait pauses the partitions, and goes on polling to stay in the group.</summary>
    /// <returns>False when the consumer is to leave first.</returns>
    private bool WaitForRoom()
    {
        StorePositions();
        if (WaitForSomeRoom() && TryReserve(RoomWait))
            return true;
        MessagingLog.Paused(logger, settings.Topic, pipeline.InFlight);
        _isPaused = true;
        _consumer!.Pause(_consumer.Assignment);
        while (!_leaving.IsCancellationRequested && pipeline.InFlight > pipeline.Capacity / 2)
        {
            // Nothing comes of paused partitions; what else the client has to do is done in here.
            if (Poll() is { Message: not null } stray)
                _consumer.Seek(stray.TopicPartitionOffset);
            StorePositions();
            ReadLag();
        }

        _isPaused = false;
        _consumer.Resume(_consumer.Assignment);
        MessagingLog.Resumed(logger, settings.Topic);
        return TryReserve(RoomWait);
    }

    /// <summary>Waits for room for a part of all, because waking up for every single record costs more than the record.</summary>
    /// <returns>False when there was none in time.</returns>
    private bool WaitForSomeRoom()
    {
        var enough = pipeline.Capacity - (pipeline.Capacity / RoomParts);
        var start = Environment.TickCount64;
        while (pipeline.InFlight > enough)
        {
            if (Environment.TickCount64 - start >= RoomWait.TotalMilliseconds || _leaving.Token.WaitHandle.WaitOne(RoomCheck))
                return false;
        }

        return true;
    }

    private bool TryReserve(TimeSpan wait)
    {
        try
        {
            return pipeline.TryReserve(wait, _leaving.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void OnAssigned(List<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
            _sources[partition] = new DeliverySource(partition.Partition.Value);
        if (partitions.Count > 0)
            MessagingLog.Assigned(logger, settings.Topic, Numbers(partitions));
        if (_isPaused)
            _consumer!.Pause(partitions);
    }

    private void OnRevoked(List<TopicPartitionOffset> partitions)
    {
        MessagingLog.Revoked(logger, settings.Topic, Numbers(partitions.Select(static partition => partition.TopicPartition)));
        Drain([.. partitions.Select(static partition => partition.TopicPartition)]);
    }

    // Another consumer may have them already: what is under way here is repeated there, and nothing may be committed any more.
    private void OnLost(List<TopicPartitionOffset> partitions)
    {
        MessagingLog.Lost(logger, settings.Topic, Numbers(partitions.Select(static partition => partition.TopicPartition)));
        foreach (var partition in partitions)
        {
            if (_sources.Remove(partition.TopicPartition, out var source))
                source.Abandon();
        }
    }

    /// <summary>Lets the records under way end, within bounds, and commits what is done.</summary>
    private void Drain(IReadOnlyCollection<TopicPartition> partitions)
    {
        var deadline = Environment.TickCount64 + (long)drain.TotalMilliseconds;
        var positions = new List<TopicPartitionOffset>();
        foreach (var partition in partitions)
        {
            if (!_sources.Remove(partition, out var source))
                continue;

            // All that was taken may end, not only what has begun: whatever is left is repeated by the next consumer, and so is what came
            // after it. This thread is the consumer's own, so nothing is added meanwhile.
            var isIdle = source.WhenIdle().Wait(TimeSpan.FromMilliseconds(Math.Max(0, deadline - Environment.TickCount64)));
            if (!isIdle)
            {
                MessagingLog.GivenUp(logger, settings.Topic, source.Partition);
                source.Abandon();
            }

            if (source.Position < 0)
                continue;

            // Stored too: when it gives a partition up the client commits what was stored last, after and in place of what is committed here.
            positions.Add(new TopicPartitionOffset(partition, source.Position));
            Store(positions[^1]);
        }

        try
        {
            if (positions.Count > 0)
                _consumer!.Commit(positions);
        }
        catch (KafkaException error)
        {
            MessagingLog.CommitFailed(logger, settings.Topic, error.Error.Reason);
        }
    }

    // The client commits stored positions by itself, at its interval.
    private void StorePositions()
    {
        if (Environment.TickCount64 - _storedAt < StoreInterval.TotalMilliseconds)
            return;
        _storedAt = Environment.TickCount64;
        foreach (var (partition, source) in _sources)
        {
            if (source.TryTakePosition(out var position))
                Store(new TopicPartitionOffset(partition, position));
        }
    }

    private void Store(TopicPartitionOffset position)
    {
        try
        {
            _consumer!.StoreOffset(position);
        }
        catch (KafkaException error)
        {
            MessagingLog.CommitFailed(logger, settings.Topic, error.Error.Reason);
        }
    }

    private void ReadLag()
    {
        if (Environment.TickCount64 - _lagReadAt < LagInterval.TotalMilliseconds)
            return;
        _lagReadAt = Environment.TickCount64;
        Interlocked.Exchange(ref _lag, _consumerLag!.Read(_sources));
    }

    private static string Numbers(IEnumerable<TopicPartition> partitions) =>
        string.Join(", ", partitions.Select(static partition => partition.Partition.Value).Order());
}
