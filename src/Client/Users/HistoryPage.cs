using BookRecs.Client.Transactions;

namespace BookRecs.Client.Users;

/// <summary>A page of a reader's history.</summary>
/// <param name="Transactions">The acts, newest first; those without a date come last.</param>
/// <param name="NextCursor">The cursor of the next page, or null at the end.</param>
/// <param name="Total">How many acts the log holds of the reader.</param>
public sealed record HistoryPage(IReadOnlyList<Transaction> Transactions, string? NextCursor, long Total);
