namespace BookRecs.Recommender.Data;

/// <summary>What a user did with an item. The numbers are stored: never change or reuse one.</summary>
public enum InteractionKind
{
    /// <summary>The user bought or borrowed the item.</summary>
    Purchase = 0,

    /// <summary>The user read the item.</summary>
    Read = 1,

    /// <summary>The user rated the item.</summary>
    Rating = 2,

    /// <summary>The user put the item on a wish list.</summary>
    Wish = 3,
}
