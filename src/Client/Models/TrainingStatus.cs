namespace BookRecs.Client.Models;

/// <summary>How far a training is.</summary>
/// <param name="TrainingId">Names this training.</param>
/// <param name="State">queued, running, succeeded or failed.</param>
/// <param name="Stage">What is being done.</param>
/// <param name="Fraction">0 to 1.</param>
/// <param name="Reason">Who or what asked for it.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="Version">The model it made, or null.</param>
public sealed record TrainingStatus(
    string TrainingId,
    string State,
    string Stage,
    double Fraction,
    string Reason,
    DateTimeOffset RequestedAt,
    DateTimeOffset? FinishedAt,
    string? Error,
    string? Version);
