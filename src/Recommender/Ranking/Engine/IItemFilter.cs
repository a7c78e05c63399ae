namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>Tells which items may be candidates.</summary>
internal interface IItemFilter
{
    /// <summary>True when the item may be in the list.</summary>
    bool IsEligible(int item);
}
