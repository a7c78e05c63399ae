namespace BookRecs.Client.Transactions;

/// <summary>What became of one transaction.</summary>
/// <param name="TransactionId">The id that was sent, or null when it was missing.</param>
/// <param name="Status">What became of it.</param>
public sealed record TransactionRow(string? TransactionId, RowStatus Status)
{
    /// <summary>The broken rule of an invalid or conflicting transaction.</summary>
    public FieldError? Error { get; init; }

    /// <summary>item_not_in_catalogue: the act counts, but the item cannot be shown yet.</summary>
    public string? Warning { get; init; }

    /// <summary>Whether the log holds the transaction.</summary>
    public bool IsRecorded => Status is RowStatus.Accepted or RowStatus.Duplicate;
}
