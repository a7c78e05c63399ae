using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Evaluation;

/// <summary>The result of an evaluation.</summary>
/// <param name="Options">The settings it was made with.</param>
/// <param name="Data">The data it was made on.</param>
/// <param name="Models">What each model reached, in the order they were asked for.</param>
/// <param name="Engine">How the engine was trained, or null when it was not among the models.</param>
public sealed record EvaluationReport(
    EvaluationOptions Options, EvaluationData Data, IReadOnlyList<ModelEvaluation> Models, EngineReport? Engine = null);
