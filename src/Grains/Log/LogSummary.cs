namespace BookRecs.Grains.Log;

/// <summary>The size of the log and of the catalogue beside it.</summary>
/// <param name="Transactions">Acts.</param>
/// <param name="Users">Distinct users with an act.</param>
/// <param name="Items">Items of the catalogue and of the log together.</param>
/// <param name="IsSynthetic">True when the data was generated and no real shop stands behind it.</param>
public sealed record LogSummary(long Transactions, long Users, long Items, bool IsSynthetic);
