namespace BookRecs.Grains.Interfaces.Transactions;

/// <summary>What became of a transaction.</summary>
[GenerateSerializer, Alias("bookrecs.transaction_status")]
public enum TransactionStatus
{
    /// <summary>It is in the log, durably.</summary>
    Accepted = 0,

    /// <summary>The log already held the same transaction; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>The log already held another transaction under this id; nothing changed.</summary>
    Conflict = 2,
}
