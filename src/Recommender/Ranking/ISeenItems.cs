namespace BookRecs.Recommender.Ranking;

/// <summary>The items that a user has acted on and must not be shown again.</summary>
public interface ISeenItems
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Tells whether the item with this <see cref="StableHash"/> is among them.</summary>
    bool Contains(ulong itemHash);
}
