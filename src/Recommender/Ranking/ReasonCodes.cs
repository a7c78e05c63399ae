namespace BookRecs.Recommender.Ranking;

/// <summary>The codes of reasons. They are part of the HTTP contract: never change one.</summary>
public static class ReasonCodes
{
    /// <summary>The next unread volume of a series the user has begun.</summary>
    public const string NextInSeries = "next_in_series";

    /// <summary>An author of the user's history.</summary>
    public const string SameAuthor = "same_author";

    /// <summary>A genre of the user's history.</summary>
    public const string SameGenre = "same_genre";

    /// <summary>Users who acted on an item of the history acted on this one too.</summary>
    public const string ReadersAlsoBought = "readers_also_bought";

    /// <summary>Title, description and other text are like those of an item of the history.</summary>
    public const string SimilarText = "similar_text";

    /// <summary>Many users acted on it.</summary>
    public const string Popular = "popular";

    /// <summary>The catalogue holds it, and no user had acted on it when the model was trained.</summary>
    public const string New = "new";
}
