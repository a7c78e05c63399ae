using System.Collections.Immutable;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>The rankers of the engine.</summary>
/// <param name="PreRanker">Picks candidates by the features that are cheap.</param>
/// <param name="FinalRanker">Orders what is left.</param>
/// <param name="NewItemOrder">
/// The score columns that together put items without users in order among themselves, at the places that the final ranker gives them; none
/// when the final ranker does that best as well.
/// </param>
/// <param name="NewItemRanker">
/// Puts items without users in order among themselves after they were found by the score columns; null where those do it as well.
/// </param>
public sealed record EngineRankers(
    LogisticModel PreRanker, TreeEnsemble FinalRanker, ImmutableArray<string> NewItemOrder, TreeEnsemble? NewItemRanker = null)
{
    private const string PreRankerSection = "engine.pre_ranker";
    private const string FinalRankerSection = "engine.final_ranker";
    private const string NewItemOrderSection = "engine.new_item_order";
    private const string NewItemRankerSection = "engine.new_item_ranker";

    internal static EngineRankers Load(ArtifactReader artifact) => new(
        LogisticModel.Load(artifact, PreRankerSection),
        TreeEnsemble.Load(artifact, FinalRankerSection),
        [.. artifact.ReadStrings(NewItemOrderSection)],
        artifact.Has($"{NewItemRankerSection}.features") ? TreeEnsemble.Load(artifact, NewItemRankerSection) : null);

    /// <summary>
    /// The same rankers for rows of more features, which their trees do not ask for; themselves where there are none.
    /// </summary>
    /// <param name="features">The features of a row of the final ranker.</param>
    /// <returns>Null when a feature of theirs is not among them.</returns>
    internal EngineRankers? Over(IReadOnlyList<string> features)
    {
        var (finalRanker, newItemRanker) = (FinalRanker.Over(features), NewItemRanker?.Over([.. features, .. NewItemFeatures.Names]));
        if (ReferenceEquals(finalRanker, FinalRanker) && ReferenceEquals(newItemRanker, NewItemRanker))
            return this;
        return finalRanker is null || (newItemRanker is null && NewItemRanker is not null)
            ? null
            : this with { FinalRanker = finalRanker, NewItemRanker = newItemRanker };
    }

    internal void Save(ArtifactWriter artifact)
    {
        PreRanker.Save(artifact, PreRankerSection);
        FinalRanker.Save(artifact, FinalRankerSection);
        artifact.WriteStrings(NewItemOrderSection, [.. NewItemOrder]);
        NewItemRanker?.Save(artifact, NewItemRankerSection);
    }
}
