namespace BookRecs.Grains.Interfaces.Models;

/// <summary>The part of a model now. The numbers are stored: never change or reuse one.</summary>
[GenerateSerializer, Alias("bookrecs.model_status")]
public enum ModelStatus
{
    /// <summary>It may serve, and does not.</summary>
    Admitted = 0,

    /// <summary>It serves.</summary>
    Active = 1,

    /// <summary>The gate refused it; only a person can activate it.</summary>
    Refused = 2,
}
