using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>One item of a user's history as a candidate source sees it.</summary>
/// <param name="Item">Index of the item in the model's vocabulary.</param>
/// <param name="Weight">Weight of the interaction, 1 to 2.75.</param>
/// <param name="OccurredAt">Unix time in seconds, or null when not known.</param>
public readonly record struct HistoryItem(int Item, float Weight, long? OccurredAt = null)
{
    /// <summary>The whole history of a user of the training data.</summary>
    public static HistoryItem[] Of(TrainingData data, int user)
    {
        ArgumentNullException.ThrowIfNull(data);
        var items = data.Interactions.RowColumns(user);
        var weights = data.Interactions.RowValues(user);
        var dates = data.OccurredAt.Span[(int)data.Interactions.RowStarts.Span[user]..];
        var history = new HistoryItem[items.Length];
        for (var entry = 0; entry < history.Length; entry++)
            history[entry] = new HistoryItem(items[entry], weights[entry], dates[entry] == TrainingData.NoDate ? null : dates[entry]);
        return history;
    }
}
