namespace BookRecs.Grains.Interfaces.Models;

/// <summary>What became of activate or rollback.</summary>
[GenerateSerializer, Alias("bookrecs.model_command_outcome")]
public enum ModelCommandOutcome
{
    /// <summary>The model serves.</summary>
    Done = 0,

    /// <summary>There is no model of that version.</summary>
    UnknownVersion = 1,

    /// <summary>No model served before the present one.</summary>
    NothingToRollBackTo = 2,

    /// <summary>The model's files are missing or damaged, so the present one stays.</summary>
    Unusable = 3,
}
