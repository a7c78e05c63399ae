using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>Everything that the user has not, within what is allowed.</summary>
internal readonly struct UnseenItems(ItemSet seen, ItemSet? allowed) : IItemFilter
{
    public bool IsEligible(int item) => !seen.Contains(item) && allowed?.Contains(item) != false;
}
