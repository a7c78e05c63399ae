using BookRecs.Grains.Topics;

namespace BookRecs.Messaging.Consuming;

/// <summary>What a consumer consumes, and how.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Group">The consumer group.</param>
/// <param name="ByKey">Whether only records of one key wait for each other; otherwise all do.</param>
/// <param name="Handler">Handles records and names those that cannot be handled.</param>
/// <param name="SendDeadLetter">Publishes a record on the dead-letter topic, with the reason.</param>
internal sealed record ConsumerSettings(
    string Topic,
    string Group,
    bool ByKey,
    Func<IReadOnlyList<TopicRecord>, CancellationToken, Task<IReadOnlyList<RefusedRecord>>> Handler,
    Func<Delivery, string, CancellationToken, Task> SendDeadLetter)
{
    /// <summary>A handler of single records as one of several.</summary>
    public static Func<IReadOnlyList<TopicRecord>, CancellationToken, Task<IReadOnlyList<RefusedRecord>>> OneByOne(
        Func<TopicRecord, CancellationToken, Task> handler) => async (records, cancellationToken) =>
    {
        foreach (var record in records)
            await handler(record, cancellationToken);
        return [];
    };
}
