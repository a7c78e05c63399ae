namespace BookRecs.Recommender.Candidates;

/// <summary>A source that must know which items are wanted before it scores, because it looks at some only.</summary>
public interface IFilteredSource : ICandidateSource
{
    /// <summary>Adds the scores of allowed items that are not in the history.</summary>
    /// <param name="history">Distinct items, in any order.</param>
    /// <param name="allowed">The only items that may be scored, or null for all.</param>
    /// <param name="scores">An empty buffer over the model's items.</param>
    void Score(ReadOnlySpan<HistoryItem> history, ItemSet? allowed, ScoreBuffer scores);
}
