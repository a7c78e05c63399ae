using BookRecs.Grains.Topics;
using BookRecs.Messaging.Kafka;

namespace BookRecs.Messaging.Tests;

/// <summary>A broker that is away.</summary>
public sealed class KafkaLossTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BrokerAway_IsToldByName_AndPublishingGivesUpInTime()
    {
        var broker = await KafkaBroker.StartAsync();
        await using var topics = KafkaBrokerFixture.Make(new MessagingOptions
        {
            Transport = MessagingOptions.ApacheKafka,
            Kafka = new() { Brokers = broker.Address, PublishTimeoutMilliseconds = 1_000 },
        });
        Assert.Equal($"Kafka at {broker.Address}", await topics.PingAsync(Cancelled));
        await broker.DisposeAsync();
        await Assert.ThrowsAsync<TopicsUnavailableException>(() => PingUntilItFailsAsync(topics));
        var error = await Assert.ThrowsAsync<TopicsUnavailableException>(
            () => topics.PublishAsync(TopicNames.ModelUpdated, new TopicRecord("a", "v"u8.ToArray()), Cancelled).AsTask());
        Assert.Contains(broker.Address, error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<TopicsUnavailableException>(() => topics.PingAsync(Cancelled));
        Assert.StartsWith($"Kafka at {broker.Address} cannot be reached: ", error.Message, StringComparison.Ordinal);
    }

    // An answer holds for a second.
    private static async Task PingUntilItFailsAsync(KafkaTopics topics)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var tries = 0; tries < 200; tries++)
        {
            await topics.PingAsync(Cancelled);
            await poll.WaitForNextTickAsync(Cancelled);
        }
    }
}
