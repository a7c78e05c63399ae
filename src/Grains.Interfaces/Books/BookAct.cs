using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Grains.Interfaces.Books;

/// <summary>An act that the log holds, as its book needs to know it.</summary>
/// <param name="Sequence">The act's place in the log; makes a repeat harmless.</param>
/// <param name="UserId">Who acted.</param>
/// <param name="Kind">What was done.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="PrecedingItems">The items of the user's acts just before this one, the newest first.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.book_act")]
public sealed record BookAct(
    [property: Id(0)] long Sequence,
    [property: Id(1)] string UserId,
    [property: Id(2)] TransactionKind Kind,
    [property: Id(3)] DateTimeOffset OccurredAt,
    [property: Id(4)] ImmutableArray<string> PrecedingItems);
