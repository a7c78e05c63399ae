using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Grains.Log;

/// <summary>What the log made of one act.</summary>
/// <param name="Status">Accepted, duplicate or conflict.</param>
/// <param name="Sequence">The act's place in the log: of the new act, or of the one that was there before. Rises with every act.</param>
/// <param name="OccurredAt">The date in the log; null when an imported act without a date was there before.</param>
/// <param name="InCatalogue">True when the catalogue holds the item with a title.</param>
public readonly record struct AppendResult(TransactionStatus Status, long Sequence, DateTimeOffset? OccurredAt, bool InCatalogue);
