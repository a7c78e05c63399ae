namespace BookRecs.Frontend.Transactions;

/// <summary>What became of one transaction of a batch.</summary>
internal enum RowStatus
{
    /// <summary>It is in the log, durably.</summary>
    Accepted,

    /// <summary>The log already held it; nothing changed.</summary>
    Duplicate,

    /// <summary>The log holds another transaction under this id; nothing changed.</summary>
    Conflict,

    /// <summary>It breaks a rule; sending it again is pointless.</summary>
    Invalid,

    /// <summary>It could not be recorded, or confirmed, now; send it again with the same id.</summary>
    Failed,
}
