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
        if (source is IFilteredSource filtered)
            filtered.Score(history, allowed, _scores);
        else
            source.Score(history, _scores);
        return _scores.Touched.IsEmpty ? popular.Top(_seen, allowed, list) : TopItems.Select(_scores, _seen, allowed, list);
    }

    /// <summary>Makes the lists of many users, the same as one by one.</summary>
    /// <param name="histories">One a user: distinct items, in any order.</param>
    /// <param name="allowed">The only items that may be in a list, or null for all.</param>
    /// <param name="length">The most items of a list.</param>
    /// <param name="places">Where the lists go, <paramref name="length"/> places a user, best first.</param>
    /// <param name="counts">Where the number of filled places of each list goes.</param>
    public void Make(
        ReadOnlySpan<HistoryItem[]> histories, ItemSet? allowed, int length, Span<ScoredItem> places, Span<int> counts)
    {
        counts[..histories.Length].Clear();
        if (source is IBatchListSource batch)
            batch.MakeLists(histories, allowed, length, places, counts);
        for (var user = 0; user < histories.Length; user++)
        {
            // An empty list of a batch does not tell whether the source had no score at all, which the popular items are for.
            if (counts[user] == 0)
                counts[user] = Make(histories[user], [], allowed, places.Slice(user * length, length));
        }
    }
}
