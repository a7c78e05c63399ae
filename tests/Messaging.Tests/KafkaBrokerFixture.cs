using BookRecs.Messaging.Kafka;
using BookRecs.Messaging.Tests;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(KafkaBrokerFixture))]

namespace BookRecs.Messaging.Tests;

/// <summary>One broker for all tests.</summary>
public sealed class KafkaBrokerFixture : IAsyncLifetime
{
    private KafkaBroker? _broker;
    private int _prefixes;

    internal KafkaBroker Broker => _broker!;

    /// <summary>Settings with topics that no other test uses.</summary>
    public MessagingOptions Own(MessagingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var prefix = $"t{Interlocked.Increment(ref _prefixes)}.";
        return options with
        {
            Transport = MessagingOptions.ApacheKafka,
            Kafka = new() { Brokers = Broker.Address, TopicPrefix = prefix, Group = $"{prefix}group", SessionTimeoutMilliseconds = 6_000, CommitIntervalMilliseconds = 100 },
        };
    }

    /// <summary>A service's topics on a broker.</summary>
    internal static KafkaTopics Make(MessagingOptions options, ILogger<KafkaTopics>? logger = null) =>
        new(options, TimeProvider.System, logger ?? NullLogger<KafkaTopics>.Instance);

    /// <summary>A producer that is none of ours.</summary>
    internal IProducer<string, byte[]> MakeProducer() =>
        new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = Broker.Address, MessageMaxBytes = 10_000_000 }).Build();

    public async ValueTask InitializeAsync() => _broker = await KafkaBroker.StartAsync();

    public ValueTask DisposeAsync() => Broker.DisposeAsync();
}
