namespace BookRecs.Messaging.Tests;

/// <inheritdoc/>
public sealed class InProcessFailureTests() : FailureSuite(new InProcessTransport());
