using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>What the user has not: the items hidden on purpose alone, or all but those.</summary>
internal readonly struct HoldoutItems(ItemSet seen, ItemSet? hidden, bool isHidden) : IItemFilter
{
    public bool IsEligible(int item) => !seen.Contains(item) && (hidden?.Contains(item) == true) == isHidden;
}
