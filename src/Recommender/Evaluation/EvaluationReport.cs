using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Evaluation;

/// <summary>The result of an evaluation.</summary>
/// <param name="Options">The settings it was made with.</param>
/// <param name="Data">The data it was made on.</param>
/// <param name="Models">What each model reached, in the order they were asked for.</param>
/// <param name="Engine">How the engine was trained, or null when it was not among the models.</param>
/// <param name="ContentLift">How far the records of the train items tell who acts on them, or null when it was not measured.</param>
public sealed record EvaluationReport(
    EvaluationOptions Options, EvaluationData Data, IReadOnlyList<ModelEvaluation> Models, EngineReport? Engine = null, ContentLift? ContentLift = null);
