namespace BookRecs.Messaging.Tests;

/// <inheritdoc/>
public sealed class KafkaFailureTests(KafkaBrokerFixture fixture) : FailureSuite(new KafkaTransport(fixture));
