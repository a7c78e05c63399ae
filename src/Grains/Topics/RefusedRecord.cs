namespace BookRecs.Grains.Topics;

/// <summary>A record that cannot be handled, however often it is tried.</summary>
/// <param name="Place">Its place among the records that were handed over, from 0.</param>
/// <param name="Reason">Field and rule, without personal data: it is logged.</param>
public readonly record struct RefusedRecord(int Place, string Reason);
