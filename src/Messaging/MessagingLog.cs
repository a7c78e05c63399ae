using Microsoft.Extensions.Logging;

namespace BookRecs.Messaging;

/// <summary>Every log message of the project; event ids 4000 to 4099. None carries keys or values of records.</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(4000, LogLevel.Warning, "Record {Partition}:{Offset} of topic {Topic} cannot be handled and went to its dead-letter topic: {Reason}")]
    public static partial void DeadLetter(ILogger logger, string topic, int partition, long offset, string reason);

    [LoggerMessage(4001, LogLevel.Warning, "Consuming topic {Topic} waits, with {Records} records under way: {Reason}")]
    public static partial void Waiting(ILogger logger, string topic, int records, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "A record of topic {Topic} failed at attempt {Attempt}: {Error}")]
    public static partial void Failed(ILogger logger, string topic, int attempt, string error);

    [LoggerMessage(4003, LogLevel.Warning, "The dead-letter topic of {Topic} does not take a record yet: {Reason}")]
    public static partial void DeadLetterWaits(ILogger logger, string topic, string reason);

    [LoggerMessage(4004, LogLevel.Information, "Kafka gave partitions {Partitions} of topic {Topic} to this consumer")]
    public static partial void Assigned(ILogger logger, string topic, string partitions);

    [LoggerMessage(4005, LogLevel.Information, "Kafka took partitions {Partitions} of topic {Topic} from this consumer")]
    public static partial void Revoked(ILogger logger, string topic, string partitions);

    [LoggerMessage(4006, LogLevel.Warning, "Partition {Partition} of topic {Topic} is given up with records under way; its next consumer repeats them")]
    public static partial void GivenUp(ILogger logger, string topic, int partition);

    [LoggerMessage(4007, LogLevel.Warning, "Consuming topic {Topic} meets an error of Kafka: {Reason}")]
    public static partial void ConsumeFailed(ILogger logger, string topic, string reason);

    [LoggerMessage(4008, LogLevel.Warning, "Offsets of topic {Topic} were not committed: {Reason}")]
    public static partial void CommitFailed(ILogger logger, string topic, string reason);

    [LoggerMessage(4009, LogLevel.Information, "Consuming topic {Topic} pauses: {Records} records are under way")]
    public static partial void Paused(ILogger logger, string topic, int records);

    [LoggerMessage(4010, LogLevel.Information, "Consuming topic {Topic} goes on")]
    public static partial void Resumed(ILogger logger, string topic);

    [LoggerMessage(4011, LogLevel.Warning, "Kafka client: {Message}")]
    public static partial void ClientWarning(ILogger logger, string message);

    [LoggerMessage(4012, LogLevel.Debug, "Kafka client: {Message}")]
    public static partial void ClientDebug(ILogger logger, string message);

    [LoggerMessage(4013, LogLevel.Warning, "Kafka gave partitions {Partitions} of topic {Topic} away without asking: what was under way here is repeated there")]
    public static partial void Lost(ILogger logger, string topic, string partitions);

    [LoggerMessage(4014, LogLevel.Warning, "Kafka's producer met a fatal error, and another one takes its place: {Reason}")]
    public static partial void ProducerReplaced(ILogger logger, string reason);
}
