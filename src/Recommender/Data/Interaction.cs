namespace BookRecs.Recommender.Data;

/// <summary>One act of a user on an item, as read from a data set or from the transaction log.</summary>
/// <param name="UserId">The user, never empty.</param>
/// <param name="ItemId">The item, never empty.</param>
/// <param name="Kind">What the user did.</param>
/// <param name="IsRead">True when the user is known to have read the item.</param>
/// <param name="Rating">Rating on the scale 0 to 5, or null when the user gave none.</param>
/// <param name="OccurredAt">When it happened, or null when the data set has no dates.</param>
public readonly record struct Interaction(
    string UserId, string ItemId, InteractionKind Kind, bool IsRead, float? Rating, DateTimeOffset? OccurredAt)
{
    /// <summary>The weight of the interaction in training, from 1 to 2.75: 1 + 0.25·rating + 0.5·is_read, rating clipped to 0..5.</summary>
    public float Weight => 1f + (0.25f * Math.Clamp(Rating ?? 0f, 0f, 5f)) + (IsRead ? 0.5f : 0f);

    /// <summary>
    /// The kind of an interaction of a data set that does not name it: read, else rated, else <paramref name="otherwise"/>.
    /// </summary>
    public static InteractionKind KindOf(bool isRead, float? rating, InteractionKind otherwise) =>
        isRead ? InteractionKind.Read : rating is not null ? InteractionKind.Rating : otherwise;
}
