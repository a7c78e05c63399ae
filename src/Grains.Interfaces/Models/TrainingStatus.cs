namespace BookRecs.Grains.Interfaces.Models;

/// <summary>How far a training is.</summary>
/// <param name="TrainingId">Names this training.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Stage">What is being done, such as "fit item_to_item".</param>
/// <param name="Fraction">0 to 1.</param>
/// <param name="Reason">Who asked for it.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="Version">The model it made, or null.</param>
[GenerateSerializer, Immutable, Alias("bookrecs.training_status")]
public sealed record TrainingStatus(
    [property: Id(0)] string TrainingId,
    [property: Id(1)] TrainingState State,
    [property: Id(2)] string Stage,
    [property: Id(3)] double Fraction,
    [property: Id(4)] string Reason,
    [property: Id(5)] DateTimeOffset RequestedAt,
    [property: Id(6)] DateTimeOffset? FinishedAt,
    [property: Id(7)] string? Error,
    [property: Id(8)] string? Version);
