using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>What <see cref="EngineTrainer"/> learned.</summary>
/// <param name="Parts">The sources that the engine asks, each after those it is made of.</param>
/// <param name="Options">The settings of all sources, those that were chosen among them.</param>
/// <param name="Rankers">The rankers, or null when there was too little to train them on.</param>
/// <param name="Report">How it came about.</param>
public sealed record EngineTraining(IReadOnlyList<string> Parts, CandidateOptions Options, EngineRankers? Rankers, EngineReport Report);
