using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// The rows of the ranker of new items: the features of the final ranker, and what is known of the items that are nearest to the new one.
/// Scores tell how well an item fits a user; those how far such a score can be relied on.
/// </summary>
/// <param name="ofModel">The nearest of the model's items.</param>
/// <param name="newItems">The books that came after the training, or null.</param>
/// <param name="modelItems">How many items the model has.</param>
/// <param name="facts">How many users items have.</param>
internal sealed class NewItemFeatures(NearestItems ofModel, NewItems? newItems, int modelItems, ItemFacts facts)
{
    /// <summary>The features that rows have beside those of the final ranker.</summary>
    public static IReadOnlyList<string> Names => NearestItems.Names;

    /// <summary>Makes the row of an item.</summary>
    /// <param name="item">The item, without users.</param>
    /// <param name="row">Its row for the final ranker.</param>
    /// <param name="wideRow">Where the row goes that has the features of <see cref="Names"/> as well.</param>
    public void Widen(int item, ReadOnlySpan<float> row, Span<float> wideRow)
    {
        row.CopyTo(wideRow);
        var rest = wideRow[row.Length..];
        if (item < modelItems)
            ofModel.FactsOf(item).CopyTo(rest);
        else
            NearestItems.Measure(newItems!.NearestTo(item), facts.LogUsers, rest);
    }
}
