namespace BookRecs.Grains.Interfaces.Models;

/// <summary>The answer to activate and rollback.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="ActiveVersion">The version that serves now.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.model_command_result")]
public sealed record ModelCommandResult(
    [property: Id(0)] ModelCommandOutcome Outcome,
    [property: Id(1)] string? ActiveVersion);
