namespace BookRecs.Client.Transactions;

/// <summary>The body of a batch.</summary>
internal sealed record TransactionRequest(IReadOnlyList<Transaction> Transactions);
