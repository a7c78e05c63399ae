namespace BookRecs.Client.Transactions;

/// <summary>One act of a user on an item.</summary>
/// <param name="TransactionId">
/// The same id is the same act, however often it is sent: choose it before the first attempt and keep it.
/// </param>
/// <param name="UserId">Who acted.</param>
/// <param name="ItemId">On what.</param>
/// <param name="Kind">What was done.</param>
public sealed record Transaction(string TransactionId, string UserId, string ItemId, TransactionKind Kind)
{
    /// <summary>0 to 5; required when the kind is rating.</summary>
    public float? Rating { get; init; }

    /// <summary>Whether the user has read the item; null means true for kind read and false for the others.</summary>
    public bool? IsRead { get; init; }

    /// <summary>What was paid, in the shop's currency; at most 4 decimals.</summary>
    public decimal? Price { get; init; }

    /// <summary>When it happened; null for the moment at which it is recorded.</summary>
    public DateTimeOffset? OccurredAt { get; init; }
}
