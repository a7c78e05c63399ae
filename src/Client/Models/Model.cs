namespace BookRecs.Client.Models;

/// <summary>One trained model.</summary>
/// <param name="Version">Names it.</param>
/// <param name="TrainedAt">When its training ended.</param>
/// <param name="Status">active, admitted or refused.</param>
/// <param name="Decision">What the gate said, for people.</param>
/// <param name="Metrics">Its holdout metrics by name.</param>
/// <param name="Users">Users in the training data.</param>
/// <param name="Items">Items it can recommend.</param>
/// <param name="Interactions">Interactions in the training data.</param>
public sealed record Model(
    string Version,
    DateTimeOffset TrainedAt,
    string Status,
    string Decision,
    IReadOnlyDictionary<string, double> Metrics,
    long Users,
    long Items,
    long Interactions);
