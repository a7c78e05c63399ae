using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Grains.Interfaces.Users;

/// <summary>A page of a user's history, newest first.</summary>
/// <param name="Transactions">The acts; those without a date come last.</param>
/// <param name="NextCursor">What to ask with for the page after this one, or null at the end.</param>
/// <param name="Total">How many acts the log holds of the user.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.history_page")]
public sealed record HistoryPage(
    [property: Id(0)] ImmutableArray<Transaction> Transactions,
    [property: Id(1)] string? NextCursor,
    [property: Id(2)] long Total);
