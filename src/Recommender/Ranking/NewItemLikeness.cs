using System.Runtime.InteropServices;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// Brings the books that came after the training into the blend, by their likeness to items of the model: those that are like the history,
/// and what is like those of the history.
/// </summary>
internal sealed class NewItemLikeness(CatalogueIndex catalogue, NewItems newItems)
{
    /// <summary>Adds to the scratch's blend what the content source cannot know.</summary>
    /// <param name="scratch">What to work on; its history is filled in.</param>
    /// <param name="filter">What may be shown.</param>
    /// <param name="weight">The weight of content in the blend.</param>
    /// <param name="factor">What one point of the content source adds to the blend; 0 where it found nothing.</param>
    /// <param name="share">How many times the weight of content these books get.</param>
    /// <returns>What one point of likeness adds, of the source's and of these books', so that the best of both gets the weight.</returns>
    public float Take(RankingScratch scratch, in RankingFilter filter, float weight, float factor, float share)
    {
        if (weight <= 0f)
            return factor;
        var scores = scratch.Likeness ??= new ScoreBuffer(catalogue.Count);
        foreach (var (item, itemWeight, _) in CollectionsMarshal.AsSpan(scratch.ModelHistory))
            scores.AddRow(newItems.Of(ContentSource.SourceName)!, item, itemWeight);
        foreach (var slot in scratch.HistorySlots)
        {
            if (slot < catalogue.ModelCount)
                continue;
            foreach (var (item, likeness) in newItems.NearestTo(slot))
                scores.Add(item, likeness);
        }

        var best = 0f;
        foreach (var slot in scores.Touched)
        {
            if (filter.IsEligible(slot))
                best = Math.Max(best, scores[slot]);
        }

        if (best == 0f)
            return factor;
        factor = factor > 0f ? Math.Min(factor, weight / best) : weight / best;
        foreach (var slot in scores.Touched)
        {
            if (filter.IsEligible(slot))
                scratch.Blend.Add(slot, share * factor * scores[slot]);
        }

        return factor;
    }
}
