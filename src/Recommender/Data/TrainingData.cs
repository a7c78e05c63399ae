namespace BookRecs.Recommender.Data;

/// <summary>
/// What models are fitted on: who acted on what, and what is known of each item. Made by <see cref="TrainingDataBuilder"/>.
/// </summary>
/// <param name="Users">The users with an interaction.</param>
/// <param name="Items">The items of the catalogue and of the interactions.</param>
/// <param name="Interactions">Users × items; each pair once, with the highest weight among its acts.</param>
/// <param name="OccurredAt">
/// Unix time in seconds of the pair's latest act, beside the matrix entries; <see cref="NoDate"/> where none has a date.
/// </param>
/// <param name="Books">What the catalogue holds of each item, or null.</param>
public sealed record TrainingData(
    Vocabulary Users, Vocabulary Items, CsrMatrix Interactions, ReadOnlyMemory<long> OccurredAt, IReadOnlyList<Book?> Books)
{
    /// <summary>Stands for "no date" in <see cref="OccurredAt"/>.</summary>
    public const long NoDate = long.MinValue;
}
