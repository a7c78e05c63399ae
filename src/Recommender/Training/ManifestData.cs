using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Training;

/// <summary>What a model was trained on.</summary>
/// <param name="Sha256">A hash of users, items, interactions, dates and books; it does not depend on the order of the rows.</param>
/// <param name="Users">Users with an interaction.</param>
/// <param name="Items">Items of catalogue and interactions.</param>
/// <param name="Interactions">Distinct pairs of user and item.</param>
/// <param name="Dated">How many of those have a date.</param>
/// <param name="IsSynthetic">True when the data was generated and no real shop stands behind it.</param>
/// <param name="ContentLift">How far the records of items tell who acts on them; null in manifests that say nothing of it.</param>
public sealed record ManifestData(
    string Sha256, long Users, long Items, long Interactions, long Dated, bool IsSynthetic, ContentLift? ContentLift = null);
