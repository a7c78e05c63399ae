namespace BookRecs.Messaging.Tests;

/// <inheritdoc/>
public sealed class InProcessKeyTests() : KeySuite(new InProcessTransport());
