namespace BookRecs.Recommender.Candidates;

/// <summary>A source that makes the lists of many users at once: the same lists as one by one from its scores, in less time.</summary>
public interface IBatchListSource : ICandidateSource
{
    /// <summary>
    /// Makes a list for each history out of the items that the source can argue for: never an item of the history, higher score first,
    /// the lower item index first among equals.
    /// </summary>
    /// <param name="histories">One a user: distinct items, in any order.</param>
    /// <param name="allowed">The only items that may be in a list, or null for all.</param>
    /// <param name="length">The most items of a list.</param>
    /// <param name="places">Where the lists go, <paramref name="length"/> places a user, best first.</param>
    /// <param name="counts">Where the number of filled places of each list goes.</param>
    void MakeLists(
        ReadOnlySpan<HistoryItem[]> histories, ItemSet? allowed, int length, Span<ScoredItem> places, Span<int> counts);
}
