namespace BookRecs.Grains.Interfaces.Transactions;

/// <summary>The answer to one transaction.</summary>
/// <param name="TransactionId">The id that was sent.</param>
/// <param name="Status">What became of it.</param>
/// <param name="InCatalogue">False when the catalogue does not hold the item yet: the act counts, but the item cannot be shown.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.transaction_result")]
public sealed record TransactionResult(
    [property: Id(0)] string TransactionId,
    [property: Id(1)] TransactionStatus Status,
    [property: Id(2)] bool InCatalogue);
