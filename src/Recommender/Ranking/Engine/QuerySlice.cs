namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>Which relevant items of a query count.</summary>
internal enum QuerySlice
{
    /// <summary>All.</summary>
    Overall,

    /// <summary>Those with at least 5 users.</summary>
    Warm,

    /// <summary>Those with fewer.</summary>
    Cold,
}
