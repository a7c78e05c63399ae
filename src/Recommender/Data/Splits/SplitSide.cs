namespace BookRecs.Recommender.Data.Splits;

/// <summary>Where a split puts an interaction.</summary>
public enum SplitSide
{
    /// <summary>Models are fitted on it.</summary>
    Train,

    /// <summary>Models are judged on it.</summary>
    Test,

    /// <summary>Neither: a later act on a pair of user and item whose first act is in train or in test already.</summary>
    Repeat,
}
