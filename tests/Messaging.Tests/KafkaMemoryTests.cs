namespace BookRecs.Messaging.Tests;

/// <inheritdoc/>
public sealed class KafkaMemoryTests(KafkaBrokerFixture fixture) : MemorySuite(new KafkaTransport(fixture));
