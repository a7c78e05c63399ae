namespace BookRecs.Grains.Interfaces.Transactions;

/// <summary>One act of a user on an item.</summary>
/// <param name="TransactionId">Unique over all users: the same id is the same act, however often it arrives.</param>
/// <param name="UserId">Who acted.</param>
/// <param name="ItemId">On what; an item that the catalogue does not hold yet is taken too.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Rating">0 to 5, or null.</param>
/// <param name="IsRead">True when the user has read the item.</param>
/// <param name="Price">What was paid, in the shop's currency, or null.</param>
/// <param name="OccurredAt">When it happened; null lets the log fill in the moment at which it was appended.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.transaction")]
public sealed record Transaction(
    [property: Id(0)] string TransactionId,
    [property: Id(1)] string UserId,
    [property: Id(2)] string ItemId,
    [property: Id(3)] TransactionKind Kind,
    [property: Id(4)] float? Rating,
    [property: Id(5)] bool IsRead,
    [property: Id(6)] decimal? Price,
    [property: Id(7)] DateTimeOffset? OccurredAt);
