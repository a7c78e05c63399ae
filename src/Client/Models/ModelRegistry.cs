namespace BookRecs.Client.Models;

/// <summary>All models, the one that serves, and the training under way.</summary>
/// <param name="ActiveVersion">The version that serves, or null before the first.</param>
/// <param name="Models">All models, the newest first.</param>
/// <param name="Training">The last training, or null when there was none.</param>
public sealed record ModelRegistry(string? ActiveVersion, IReadOnlyList<Model> Models, TrainingStatus? Training);
