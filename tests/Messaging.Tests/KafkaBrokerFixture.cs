using BookRecs.Messaging.Tests;

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

    public async ValueTask InitializeAsync() => _broker = await KafkaBroker.StartAsync();

    public ValueTask DisposeAsync() => Broker.DisposeAsync();
}
