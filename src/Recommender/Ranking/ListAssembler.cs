using System.Runtime.InteropServices;
using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// Puts a list together from ranked candidates: one edition of a work, few books of an author or a series, the earliest unread volume
/// of a series first; then later ranks, then the popular and the remaining books, and only then more of the same author or series.
/// </summary>
internal sealed class ListAssembler(CatalogueIndex catalogue, RankingOptions options, int[] fallback)
{
    /// <summary>Fills the scratch's list, best first; scores never rise along it.</summary>
    public void Assemble(RankingScratch scratch, in RankingFilter filter, RankingRequest request)
    {
        if (options.Diversity > 0)
            Diversifier.Reorder(catalogue, scratch.Candidates, request.Count, options.Diversity);
        foreach (var withinLimits in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (var (slot, score) in CollectionsMarshal.AsSpan(scratch.Candidates))
            {
                if (scratch.List.Count >= request.Count)
                    return;
                TryAdd(scratch, filter, slot, score, withinLimits);
            }

            foreach (var slot in fallback)
            {
                if (scratch.List.Count >= request.Count)
                    return;
                TryAdd(scratch, filter, slot, 0f, withinLimits);
            }
        }

        if (scratch.List.Count == 0)
            AddOtherEditions(scratch, filter, request);
    }

    private void TryAdd(RankingScratch scratch, in RankingFilter filter, int slot, float score, bool withinLimits)
    {
        if (scratch.SlotsOfList.Contains(slot) || (withinLimits && IsOverLimits(scratch, slot)) || !filter.IsEligible(slot))
            return;
        slot = SeriesReader.EarliestUnread(catalogue, scratch, filter, slot);
        if (scratch.SlotsOfList.Contains(slot)
            || scratch.WorksOfList.AnyAtLeast(catalogue.Works.Of(slot), 1)
            || (withinLimits && IsOverLimits(scratch, slot)))
            return;
        Add(scratch, slot, score);
    }

    private bool IsOverLimits(RankingScratch scratch, int slot) =>
        scratch.AuthorsOfList.AnyAtLeast(catalogue.Authors.Of(slot), options.MaxPerAuthor)
        || scratch.SeriesOfList.AnyAtLeast(catalogue.Series.Of(slot), options.MaxPerSeries);

    private void Add(RankingScratch scratch, int slot, float score)
    {
        scratch.SlotsOfList.Add(slot);
        scratch.AuthorsOfList.Add(catalogue.Authors.Of(slot));
        scratch.SeriesOfList.Add(catalogue.Series.Of(slot));
        scratch.WorksOfList.Add(catalogue.Works.Of(slot));
        if (scratch.List is [.., var last])
            score = Math.Min(score, last.Score);
        scratch.List.Add(new ScoredItem(slot, score));
    }

    private void AddOtherEditions(RankingScratch scratch, in RankingFilter filter, RankingRequest request)
    {
        foreach (var slot in fallback)
        {
            if (scratch.List.Count >= request.Count)
                return;
            if (filter.IsEligibleIgnoringWork(slot, request.Exclude) && !scratch.WorksOfList.AnyAtLeast(catalogue.Works.Of(slot), 1))
                Add(scratch, slot, 0f);
        }
    }
}
