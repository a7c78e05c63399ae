using BookRecs.Kafka;
using BookRecs.Messaging.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookRecs.Messaging.Tests;

/// <summary>Clients that are made by the settings; no broker is needed for that.</summary>
public sealed class KafkaClientsTests
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public void EverySessionTimeoutInBounds_MakesAConsumer(int milliseconds)
    {
        KafkaLibrary.EnsureLoaded();
        var options = new KafkaOptions { Brokers = "127.0.0.1:1", SessionTimeoutMilliseconds = milliseconds };
        Assert.Empty(options.Validate(inUse: true));
        using var consumer = new KafkaClients(options, NullLogger.Instance).MakeConsumer("group", _ => { }, _ => { }, _ => { });
        Assert.Empty(consumer.Assignment);
    }

    [Theory]
    [InlineData(1_000, 999)]
    [InlineData(300_000, 1_000)]
    public void EveryPublishTimeoutAndLingerInBounds_MakesAProducer(int timeout, int linger)
    {
        KafkaLibrary.EnsureLoaded();
        var options = new KafkaOptions { Brokers = "127.0.0.1:1", PublishTimeoutMilliseconds = timeout, LingerMilliseconds = linger };
        Assert.Empty(options.Validate(inUse: true));
        using var producer = new KafkaClients(options, NullLogger.Instance).MakeProducer(_ => { });
        Assert.NotNull(producer.Name);
    }
}
