using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using BookRecs.Messaging.Kafka;
using Confluent.Kafka;

namespace BookRecs.Messaging.Tests.Fakes;

/// <summary>A topic of several partitions and its committed offsets, whose consumers meet what a test wants, in their own polls.</summary>
internal sealed class FakeKafka : IKafkaClients
{
    private readonly ConcurrentDictionary<int, Message<byte[]?, byte[]?>[]> _records = new();

    /// <summary>Where the next consumer of a partition begins.</summary>
    public ConcurrentDictionary<TopicPartition, Offset> Committed { get; } = new();

    /// <summary>The ends of partitions as consumers know them from what they have fetched.</summary>
    public ConcurrentDictionary<TopicPartition, WatermarkOffsets> Fetched { get; } = new();

    /// <summary>Whether questions are not answered.</summary>
    public bool IsAway { get; set; }

    /// <summary>The offset of the oldest record that a partition still has.</summary>
    public Offset Oldest { get; set; }

    /// <summary>The consumer that was made last.</summary>
    public FakeConsumer? Consumer { get; private set; }

    public string TopicOf(string topic) => topic;

    /// <summary>Gives a partition records whose keys and values are their offsets.</summary>
    public void Fill(TopicPartition partition, int count) => _records[partition.Partition] =
    [
        .. Enumerable.Range(0, count).Select(static offset =>
        {
            var text = Encoding.UTF8.GetBytes(offset.ToString(CultureInfo.InvariantCulture));
            return new Message<byte[]?, byte[]?> { Key = text, Value = text };
        }),
    ];

    /// <summary>The record at an offset, or null at the end.</summary>
    public Message<byte[]?, byte[]?>? Read(TopicPartition partition, Offset offset) =>
        _records.TryGetValue(partition.Partition, out var records) && offset < records.Length ? records[(int)offset.Value] : null;

    /// <summary>The oldest record that a partition still has, and its end.</summary>
    public WatermarkOffsets EndsOf(TopicPartition partition) =>
        new(Oldest, _records.TryGetValue(partition.Partition, out var records) ? records.Length : 0);

    public IConsumer<byte[]?, byte[]?> MakeConsumer(
        string group, Action<List<TopicPartition>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost)
    {
        var client = DispatchProxy.Create<IConsumer<byte[]?, byte[]?>, FakeConsumer>();
        var consumer = (FakeConsumer)client;
        consumer.Join(this, assigned, revoked);
        Consumer = consumer;
        return client;
    }
}
