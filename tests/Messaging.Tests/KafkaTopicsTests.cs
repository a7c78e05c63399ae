using BookRecs.Grains.Topics;
using BookRecs.Messaging.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookRecs.Messaging.Tests;

/// <summary>Topics of a broker in a process of its own.</summary>
public sealed class KafkaTopicsTests(KafkaBrokerFixture fixture) : TopicsSuite
{
    protected override ITopics Make(MessagingOptions options) =>
        new KafkaTopics(fixture.Own(options), TimeProvider.System, NullLogger<KafkaTopics>.Instance);

    protected override long DeadLetterCount(ITopics topics) => ((KafkaTopics)topics).DeadLetterCount(Topic);

    // Longer than the wait for room, after which the partitions are paused.
    protected override Task AfterPauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(1_500), Cancelled);
}
