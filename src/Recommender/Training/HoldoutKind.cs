namespace BookRecs.Recommender.Training;

/// <summary>Which acts an inner holdout holds out. Rankers are at their best when those are like the acts that they are to foretell.</summary>
public enum HoldoutKind
{
    /// <summary><see cref="Time"/> where 90 % of the acts or more have a date, else <see cref="UserRandom"/>.</summary>
    Automatic,

    /// <summary>The latest acts of all: what comes next in a shop.</summary>
    Time,

    /// <summary>The latest acts of each user, whenever they were.</summary>
    UserLatest,

    /// <summary>A random part of each user's acts, and all acts of some random items.</summary>
    UserRandom,
}
