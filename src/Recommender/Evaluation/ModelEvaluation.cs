namespace BookRecs.Recommender.Evaluation;

/// <summary>What one model reached.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Overall">All test items.</param>
/// <param name="Warm">Test items with at least <see cref="EvaluationOptions.ColdBelow"/> train users.</param>
/// <param name="Cold">Test items with fewer.</param>
/// <param name="FitTime">Time to fit, with the models it is made of.</param>
/// <param name="RecommendTime">Time to make the lists of all test users.</param>
/// <param name="Lists">The lists that were measured.</param>
public sealed record ModelEvaluation(
    string Name,
    SliceMetrics Overall,
    SliceMetrics Warm,
    SliceMetrics Cold,
    TimeSpan FitTime,
    TimeSpan RecommendTime,
    RecommendationLists Lists);
