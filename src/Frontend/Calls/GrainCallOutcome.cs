namespace BookRecs.Frontend.Calls;

/// <summary>Whether a grain call's value came in time.</summary>
internal enum GrainCallOutcome
{
    /// <summary>The value is there.</summary>
    Answered,

    /// <summary>The deadline passed first.</summary>
    Late,

    /// <summary>The call failed.</summary>
    Failed,
}
