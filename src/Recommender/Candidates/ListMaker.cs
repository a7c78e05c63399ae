namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Makes the list of a user from one source: never an item of the history, and the popular items where the source has no score for
/// anything, as for an unknown user or an empty history.
/// </summary>
/// <remarks>Not safe for several threads at once; make one for each. Holds about 8 bytes and 2 bits an item of the model.</remarks>
/// <param name="source">The source to rank by.</param>
/// <param name="popular">Serves when the source has nothing.</param>
/// <param name="itemCount">Number of items of the model.</param>
public sealed class ListMaker(ICandidateSource source, PopularSource popular, int itemCount)
{
    private readonly ScoreBuffer _scores = new(itemCount);
    private readonly ItemSet _seen = new(itemCount);

    /// <summary>Makes the list of a user. Allocates nothing.</summary>
    /// <param name="history">Distinct items that the user acted on, in any order.</param>
    /// <param name="excluded">More items that must not be in the list, such as acts too old for the history.</param>
    /// <param name="allowed">The only items that may be in the list, or null for all.</param>
    /// <param name="list">Where the list goes, best first; its length is the most that is wanted.</param>
    /// <returns>How many items the list got.</returns>
    public int Make(ReadOnlySpan<HistoryItem> history, ReadOnlySpan<int> excluded, ItemSet? allowed, Span<ScoredItem> list)
    {
        _scores.Clear();
        _seen.Clear();
        _seen.Add(history);
        _seen.Add(excluded);
        if (source is PopularSource ranking)
            return ranking.Top(_seen, allowed, list);
        source.Score(history, _scores);
        return _scores.Touched.IsEmpty ? popular.Top(_seen, allowed, list) : TopItems.Select(_scores, _seen, allowed, list);
    }
}
