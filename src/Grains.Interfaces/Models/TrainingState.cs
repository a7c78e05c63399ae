namespace BookRecs.Grains.Interfaces.Models;

/// <summary>Where a training stands.</summary>
[GenerateSerializer, Alias("bookrecs.training_state")]
public enum TrainingState
{
    /// <summary>Asked for, not begun.</summary>
    Queued = 0,

    /// <summary>Under way.</summary>
    Running = 1,

    /// <summary>Made a model.</summary>
    Succeeded = 2,

    /// <summary>Made none; the error says why.</summary>
    Failed = 3,
}
