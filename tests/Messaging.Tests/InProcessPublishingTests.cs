namespace BookRecs.Messaging.Tests;

/// <inheritdoc/>
public sealed class InProcessPublishingTests() : PublishingSuite(new InProcessTransport());
