namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>What a query does for one of several rankers that learn from parts of the same queries.</summary>
public enum QueryRole
{
    /// <summary>The ranker learns from it.</summary>
    Learn,

    /// <summary>It decides how many trees the ranker keeps.</summary>
    Validate,

    /// <summary>It does neither, as a query that shares its items with one of the other kind.</summary>
    LeaveOut,
}
