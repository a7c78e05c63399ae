namespace BookRecs.Grains.Log;

/// <summary>What readers did with an item, as an activation of its book needs it.</summary>
/// <param name="LastSequence">Every act up to and including this place in the log is counted here.</param>
/// <param name="Purchases">Acts of kind purchase.</param>
/// <param name="Reads">Acts of kind read.</param>
/// <param name="Ratings">Acts of kind rating.</param>
/// <param name="Wishes">Acts of kind wish.</param>
/// <param name="DailyPurchases">Purchases by day (UTC), only days that have any, the oldest first; acts without a date are left out.</param>
/// <param name="RecentReaders">The users who acted on it last, the latest first.</param>
public sealed record ItemActivity(
    long LastSequence,
    long Purchases,
    long Reads,
    long Ratings,
    long Wishes,
    IReadOnlyList<KeyValuePair<DateOnly, int>> DailyPurchases,
    IReadOnlyList<ItemReader> RecentReaders);
