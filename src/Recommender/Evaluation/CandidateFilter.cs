namespace BookRecs.Recommender.Evaluation;

/// <summary>Which items may be ranked in an evaluation; a user's train items never are.</summary>
public enum CandidateFilter
{
    /// <summary>Every item of the catalogue and of the train interactions.</summary>
    All = 0,

    /// <summary>Only items without any train interaction.</summary>
    Cold = 1,
}
