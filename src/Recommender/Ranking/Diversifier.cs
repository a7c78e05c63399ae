using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// Maximal marginal relevance (Carbonell and Goldstein, "The use of MMR, diversity-based reranking for reordering documents and
/// producing summaries", SIGIR 1998) over the head of a ranked list. Books are alike by the share of authors, series and genres
/// that they have in common.
/// </summary>
internal static class Diversifier
{
    private const int HeadPerPlace = 5;
    private const int MaxHead = 500;

    /// <summary>Reorders the head of the candidates; their scores stay with them.</summary>
    public static void Reorder(CatalogueIndex catalogue, List<ScoredItem> candidates, int count, float diversity)
    {
        var head = Math.Min(candidates.Count, Math.Min(MaxHead, count * HeadPerPlace));
        if (head < 2)
            return;
        var best = candidates[0].Score;
        var likeness = new float[head];
        for (var place = 1; place < head; place++)
        {
            var chosen = place;
            var chosenValue = float.NegativeInfinity;
            for (var index = place; index < head; index++)
            {
                likeness[index] = Math.Max(likeness[index], Likeness(catalogue, candidates[place - 1].Item, candidates[index].Item));
                var value = ((1f - diversity) * candidates[index].Score / best) - (diversity * likeness[index]);
                if (value > chosenValue)
                    (chosen, chosenValue) = (index, value);
            }

            // Moved up rather than swapped, so that the rest keeps its order.
            var (moved, movedLikeness) = (candidates[chosen], likeness[chosen]);
            for (var index = chosen; index > place; index--)
                (candidates[index], likeness[index]) = (candidates[index - 1], likeness[index - 1]);
            (candidates[place], likeness[place]) = (moved, movedLikeness);
        }
    }

    private static float Likeness(CatalogueIndex catalogue, int slot, int other) =>
        ((catalogue.Authors.Share(slot, other) ? 2f : 0f)
            + (catalogue.Series.Share(slot, other) ? 1f : 0f)
            + (catalogue.Genres.Share(slot, other) ? 1f : 0f)) / 4f;
}
