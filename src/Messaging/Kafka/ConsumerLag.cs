using BookRecs.Messaging.Consuming;
using Confluent.Kafka;

namespace BookRecs.Messaging.Kafka;

/// <summary>
/// How many records of a consumer's partitions are not done. A partition counts from its oldest record that is not done. Of one that no record
/// has come of yet the brokers are asked where its first one will come from: the committed offset, or its oldest record where none is
/// committed or the committed one is not there any more.
/// </summary>
/// <param name="consumer">The client; whoever reads the lag does so where it is polled.</param>
/// <param name="time">The clock.</param>
internal sealed class ConsumerLag(IConsumer<byte[]?, byte[]?> consumer, TimeProvider time)
{
    /// <summary>No record is taken while the brokers are asked: about so long at most, and not again for the interval.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<DeliverySource, (long Start, long End)> _told = [];
    private long? _askedAt;

    /// <summary>The lag of all partitions together; one of which the brokers have told nothing yet counts as none.</summary>
    /// <param name="sources">The partitions that the consumer has.</param>
    public long Read(IReadOnlyDictionary<TopicPartition, DeliverySource> sources)
    {
        foreach (var gone in _told.Keys.Except(sources.Values).ToList())
            _told.Remove(gone);
        var unknown = sources.Where(IsUnknown).Select(static partition => partition.Key).ToList();
        if (unknown.Count > 0 && (_askedAt is not { } asked || time.GetElapsedTime(asked) >= AskInterval))
        {
            _askedAt = time.GetTimestamp();
            Ask(unknown, sources);
        }

        return sources.Sum(LagOf);
    }

    // The client knows the end of a partition from what it fetches: of one that is paused or refused it learns nothing.
    private bool IsUnknown(KeyValuePair<TopicPartition, DeliverySource> partition) =>
        partition.Value.Position < 0 && (!_told.ContainsKey(partition.Value) || FetchedEnd(partition.Key) is null);

    private void Ask(IEnumerable<TopicPartition> partitions, IReadOnlyDictionary<TopicPartition, DeliverySource> sources)
    {
        var began = time.GetTimestamp();
        try
        {
            foreach (var committed in consumer.Committed(partitions, Patience))
            {
                var ends = consumer.QueryWatermarkOffsets(committed.TopicPartition, Patience);
                var isThere = committed.Offset >= ends.Low && committed.Offset <= ends.High;
                _told[sources[committed.TopicPartition]] = (isThere ? committed.Offset : ends.Low, ends.High);
                if (time.GetElapsedTime(began) >= Patience)
                    return;
            }
        }
        catch (KafkaException)
        {
            // The client tells by itself that brokers are away; they are asked again.
        }
    }

    private long LagOf(KeyValuePair<TopicPartition, DeliverySource> partition)
    {
        var (start, end) = (partition.Value.Position, FetchedEnd(partition.Key));
        if (start < 0)
        {
            if (!_told.TryGetValue(partition.Value, out var told))
                return 0;
            (start, end) = (told.Start, end ?? told.End);
        }

        return Math.Max(0, (end ?? start) - start);
    }

    private long? FetchedEnd(TopicPartition partition)
    {
        var end = consumer.GetWatermarkOffsets(partition).High;
        return end == Offset.Unset ? null : end.Value;
    }
}
