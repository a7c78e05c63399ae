using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// One way to find items for a user from nothing but the user's history. Fitted sources never change, serve any number of
/// threads at once, and give the same scores whatever the number of threads they were fitted with.
/// </summary>
public interface ICandidateSource
{
    /// <summary>The source's name in reports, artifacts and answers, such as "item_to_item".</summary>
    string Name { get; }

    /// <summary>
    /// Adds the score of every item that the source can argue for, higher is better and always above 0. Items of the history
    /// may be among them: leaving them out is the caller's part. An empty history leaves a personal source without scores.
    /// </summary>
    /// <param name="history">Distinct items, in any order.</param>
    /// <param name="scores">An empty buffer over the model's items.</param>
    void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores);

    /// <summary>Writes everything the source needs, into sections whose names begin with its own.</summary>
    void Save(ArtifactWriter artifact);
}
