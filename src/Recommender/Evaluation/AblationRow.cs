namespace BookRecs.Recommender.Evaluation;

/// <summary>What the engine reaches without a part of it.</summary>
/// <param name="Without">"source NAME", "features GROUP", or empty for the whole engine.</param>
/// <param name="Engine">What it reaches.</param>
public sealed record AblationRow(string Without, ModelEvaluation Engine);
