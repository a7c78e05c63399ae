namespace BookRecs.Grains.Topics;

/// <summary>One record of a topic.</summary>
/// <param name="Key">Records of one key keep their order; empty for none.</param>
/// <param name="Value">Versioned JSON in UTF-8.</param>
/// <param name="Reason">On a dead-letter topic: why the record could not be handled; null elsewhere.</param>
public sealed record TopicRecord(string Key, ReadOnlyMemory<byte> Value, string? Reason = null);
