using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>The two rankers of the engine.</summary>
/// <param name="PreRanker">Picks candidates by the features that are cheap.</param>
/// <param name="FinalRanker">Orders what is left.</param>
public sealed record EngineRankers(LogisticModel PreRanker, TreeEnsemble FinalRanker)
{
    private const string PreRankerSection = "engine.pre_ranker";
    private const string FinalRankerSection = "engine.final_ranker";

    internal static EngineRankers Load(ArtifactReader artifact) =>
        new(LogisticModel.Load(artifact, PreRankerSection), TreeEnsemble.Load(artifact, FinalRankerSection));

    internal void Save(ArtifactWriter artifact)
    {
        PreRanker.Save(artifact, PreRankerSection);
        FinalRanker.Save(artifact, FinalRankerSection);
    }
}
