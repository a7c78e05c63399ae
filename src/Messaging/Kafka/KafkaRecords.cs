using System.Globalization;
using System.Text;
using BookRecs.Grains.Topics;
using BookRecs.Messaging.Consuming;
using Confluent.Kafka;

namespace BookRecs.Messaging.Kafka;

/// <summary>Turns records into Kafka's messages and back.</summary>
internal static class KafkaRecords
{
    /// <summary>The header of a dead letter that says why the record could not be handled.</summary>
    public const string ReasonHeader = "reason";

    /// <summary>The header of a dead letter that says where the record lies: topic, partition and offset.</summary>
    public const string SourceHeader = "source";

    /// <summary>What the names of the record's own headers begin with in a dead letter, so that none is taken for the two above.</summary>
    public const string OriginalPrefix = "original.";

    private const int LongestReason = 2_000;

    private static readonly long FirstDate = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LastDate = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The message of a record.</summary>
    public static Message<byte[]?, byte[]> ToMessage(TopicRecord record)
    {
        var message = new Message<byte[]?, byte[]>
        {
            Key = record.Key.Length == 0 ? null : Encoding.UTF8.GetBytes(record.Key),
            Value = record.Value.ToArray(),
        };
        if (record.Reason is not null)
            message.Headers = new Headers { { ReasonHeader, Encoding.UTF8.GetBytes(record.Reason) } };
        return message;
    }

    /// <summary>The message that puts a record aside, with key, value and headers as they came.</summary>
    public static Message<byte[]?, byte[]> ToDeadLetter(string topic, Delivery delivery, string reason)
    {
        var message = ToMessage(delivery.Record with { Reason = reason });
        var source = string.Create(CultureInfo.InvariantCulture, $"{topic}:{delivery.Source.Partition}:{delivery.Offset}");
        message.Headers.Add(SourceHeader, Encoding.UTF8.GetBytes(source));
        foreach (var (name, value) in delivery.Headers)
            message.Headers.Add(OriginalPrefix + name, value);
        return message;
    }

    /// <summary>
    /// The message that puts a record aside without its key, value and headers, and with no more of the reason than fits into any topic: its
    /// source says where the record lies.
    /// </summary>
    public static Message<byte[]?, byte[]> ToBareDeadLetter(string topic, Delivery delivery, string reason) =>
        ToDeadLetter(
            topic, new Delivery(new TopicRecord("", default), delivery.Source, delivery.Offset, null), reason[..Math.Min(reason.Length, LongestReason)]);

    /// <summary>The record of a message.</summary>
    public static TopicRecord ToRecord(Message<byte[]?, byte[]?> message)
    {
        // A header may be there without a value.
        var reason = message.Headers is { Count: > 0 } headers && headers.TryGetLastBytes(ReasonHeader, out var bytes) && bytes is not null
            ? Encoding.UTF8.GetString(bytes)
            : null;
        return new TopicRecord(message.Key is null ? "" : Encoding.UTF8.GetString(message.Key), message.Value ?? [], reason);
    }

    /// <summary>The headers of a message, or null where it has none.</summary>
    public static IReadOnlyList<KeyValuePair<string, byte[]?>>? HeadersOf(Message<byte[]?, byte[]?> message) => message.Headers is { Count: > 0 } headers
        ? [.. headers.Select(static header => KeyValuePair.Create<string, byte[]?>(header.Key, header.GetValueBytes()))]
        : null;

    /// <summary>
    /// When a message was published, or null where that is not told or no date: a producer may write any number, such as microseconds.
    /// </summary>
    public static DateTimeOffset? PublishedAt(Timestamp timestamp) =>
        timestamp.Type != TimestampType.NotAvailable && timestamp.UnixTimestampMs >= FirstDate && timestamp.UnixTimestampMs <= LastDate
            ? DateTimeOffset.FromUnixTimeMilliseconds(timestamp.UnixTimestampMs)
            : null;
}
