namespace BookRecs.Messaging.Tests;

/// <inheritdoc/>
public sealed class KafkaPublishingTests(KafkaBrokerFixture fixture) : PublishingSuite(new KafkaTransport(fixture));
