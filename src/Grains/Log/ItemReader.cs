namespace BookRecs.Grains.Log;

/// <summary>A user who acted on an item, with the items of the acts just before.</summary>
/// <param name="UserId">The user.</param>
/// <param name="PrecedingItems">The items of the user's acts just before the latest act on this item, the newest first.</param>
public sealed record ItemReader(string UserId, IReadOnlyList<string> PrecedingItems)
{
    /// <summary>The date of the user's latest act on the item, or null where it has none.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The place in the log of the user's latest act on the item.</summary>
    public long Sequence { get; init; }
}
