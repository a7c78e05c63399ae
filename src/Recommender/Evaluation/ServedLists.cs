using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Evaluation;

/// <summary>
/// The lists that readers would get from fitted sources: what the engine found, or the blend where it has no rankers, after
/// post-processing. Only books that the catalogue can show are in them, where there is a catalogue.
/// </summary>
/// <remarks>Safe for any number of threads at once.</remarks>
internal sealed class ServedLists(TrainingData train, SourceSet sources)
{
    private readonly RankingEngine _engine = new(TrainedModel.InMemory(train, sources), train.Books.OfType<Book>());

    /// <summary>Makes the list of a user who has the whole train history, the newest acts first.</summary>
    /// <param name="trainUser">The user of the train data, or −1 for one without history.</param>
    /// <param name="list">Where the list goes, best first; its length is the most that is wanted.</param>
    /// <returns>How many items the list got.</returns>
    public int Make(int trainUser, Span<ScoredItem> list)
    {
        var history = trainUser < 0 ? [] : HistoryItem.Of(train, trainUser);
        var newestFirst = history.OrderByDescending(static act => act.OccurredAt ?? long.MinValue).Select(ToRanking).ToArray();
        var request = new RankingRequest
        {
            History = newestFirst,
            Seen = new SeenSet(newestFirst.Select(static act => act.ItemId)),
            Count = list.Length,
        };
        var count = 0;
        foreach (var item in _engine.Rank(request))
        {
            if (train.Items.TryGetIndex(item.ItemId, out var index))
                list[count++] = new ScoredItem(index, item.Score);
        }

        return count;
    }

    private RankingHistoryItem ToRanking(HistoryItem act) => new(
        train.Items[act.Item],
        act.Weight,
        OccurredAt: act.OccurredAt is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
}
