namespace BookRecs.Recommender.Training;

/// <summary>How far a training is.</summary>
/// <param name="Stage">What begins now, such as "fit item_to_item".</param>
/// <param name="Fraction">The part of the whole that is done, 0 to 1, never falling.</param>
public readonly record struct TrainingProgress(string Stage, double Fraction);
