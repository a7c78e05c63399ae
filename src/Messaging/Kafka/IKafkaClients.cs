using Confluent.Kafka;

namespace BookRecs.Messaging.Kafka;

/// <summary>Makes the clients that consumers poll.</summary>
internal interface IKafkaClients
{
    /// <summary>A consumer that commits what it is told to, and keeps its partitions when others join or leave, as far as it can.</summary>
    /// <param name="group">The group's name without the prefix.</param>
    /// <param name="assigned">Hears of partitions that it gets.</param>
    /// <param name="revoked">Hears of partitions that it is about to give up, and may still commit.</param>
    /// <param name="lost">Hears of partitions that another consumer may have already.</param>
    IConsumer<byte[]?, byte[]?> MakeConsumer(
        string group, Action<List<TopicPartition>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost);

    /// <summary>The name of a topic on the brokers.</summary>
    string TopicOf(string topic);
}
