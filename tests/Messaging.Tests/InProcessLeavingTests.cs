namespace BookRecs.Messaging.Tests;

/// <inheritdoc/>
public sealed class InProcessLeavingTests() : LeavingSuite(new InProcessTransport());
