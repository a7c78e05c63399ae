namespace BookRecs.Recommender.Evaluation;

/// <summary>How far an evaluation is.</summary>
/// <param name="Model">The model at work.</param>
/// <param name="Stage">"fit" or "recommend".</param>
/// <param name="Done">Users served so far; 0 while fitting.</param>
/// <param name="Total">Users to serve.</param>
public readonly record struct EvaluationProgress(string Model, string Stage, int Done, int Total);
