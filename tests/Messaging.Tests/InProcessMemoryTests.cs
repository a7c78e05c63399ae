namespace BookRecs.Messaging.Tests;

/// <inheritdoc/>
public sealed class InProcessMemoryTests() : MemorySuite(new InProcessTransport());
