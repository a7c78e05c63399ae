namespace BookRecs.Grains.Interfaces.Recommendations;

/// <summary>Why a list is the popular list instead of a personal one.</summary>
[GenerateSerializer, Alias("bookrecs.fallback_reason")]
public enum FallbackReason
{
    /// <summary>The log holds no act of the user.</summary>
    UnknownUser = 0,

    /// <summary>The user's acts are all on items that the model does not know.</summary>
    NoKnownItems = 1,

    /// <summary>No model is loaded.</summary>
    NoModel = 2,

    /// <summary>The answer did not come before the deadline.</summary>
    Deadline = 3,

    /// <summary>The user's grain could not be reached or failed.</summary>
    Unavailable = 4,
}
