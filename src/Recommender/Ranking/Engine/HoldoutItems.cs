using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>What the user has not: some of the items hidden on purpose alone, or all but those that are hidden.</summary>
/// <param name="seen">What the user has.</param>
/// <param name="hidden">The hidden items, or null.</param>
/// <param name="only">The only items allowed, or null for all that are not hidden.</param>
internal readonly struct HoldoutItems(ItemSet seen, ItemSet? hidden, ItemSet? only) : IItemFilter
{
    public bool IsEligible(int item) => !seen.Contains(item) && (only is null ? hidden?.Contains(item) != true : only.Contains(item));
}
