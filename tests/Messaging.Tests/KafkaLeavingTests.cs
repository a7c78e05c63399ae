namespace BookRecs.Messaging.Tests;

/// <inheritdoc/>
public sealed class KafkaLeavingTests(KafkaBrokerFixture fixture) : LeavingSuite(new KafkaTransport(fixture));
