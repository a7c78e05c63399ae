namespace BookRecs.Messaging.Tests;

/// <inheritdoc/>
public sealed class KafkaKeyTests(KafkaBrokerFixture fixture) : KeySuite(new KafkaTransport(fixture));
