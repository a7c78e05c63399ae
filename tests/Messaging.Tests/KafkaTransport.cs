using BookRecs.Grains.Topics;
using BookRecs.Messaging.Kafka;

namespace BookRecs.Messaging.Tests;

/// <summary>Topics of a broker in a process of its own.</summary>
internal sealed class KafkaTransport(KafkaBrokerFixture fixture) : ITransport
{
    public ITopics Make(MessagingOptions options) => KafkaBrokerFixture.Make(fixture.Own(options));

    public long DeadLetterCount(ITopics topics) => ((KafkaTopics)topics).DeadLetterCount(TopicNames.NewTransactions);

    // Longer than the wait for room, after which the partitions are paused.
    public Task AfterPauseAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromMilliseconds(1_500), cancellationToken);
}
