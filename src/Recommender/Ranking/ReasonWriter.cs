using System.Collections.Immutable;
using System.Globalization;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Titles;

namespace BookRecs.Recommender.Ranking;

/// <summary>Says why an item is in a list, from what really was in its score or is in the catalogue.</summary>
internal sealed class ReasonWriter(CatalogueIndex catalogue, SourceSet sources, CandidateGatherer gatherer, RankingOptions options)
{
    private const int MaxCauses = 3;

    /// <summary>The reasons for a slot, the strongest first; never empty.</summary>
    public ImmutableArray<RankingReason> Explain(RankingScratch scratch, int slot, string mainSource)
    {
        var reasons = ImmutableArray.CreateBuilder<RankingReason>(options.MaxReasons);
        Add(NextInSeries(scratch, slot));
        var alsoBought = AlsoBought(scratch, slot);
        var similarText = SimilarText(scratch, slot);
        var isContentFirst = mainSource is ContentSource.SourceName or ColdStartSource.SourceName;
        Add(isContentFirst ? similarText : alsoBought);
        Add(SameAuthor(scratch, slot));
        Add(isContentFirst ? alsoBought : similarText);
        Add(SameGenre(scratch, slot));
        if (reasons.Count == 0 || mainSource is PopularSource.SourceName or TrendingSource.SourceName)
            Add(ForEverybody(slot));
        return reasons.ToImmutable();

        void Add(RankingReason? reason)
        {
            if (reason is not null && reasons.Count < options.MaxReasons)
                reasons.Add(reason);
        }
    }

    private RankingReason? NextInSeries(RankingScratch scratch, int slot)
    {
        foreach (var step in scratch.SeriesSteps)
        {
            if (step.Slot == slot)
            {
                var text = $"Next in {catalogue.Series.NameOf(step.Series)} after {TitleOf(step.After)}";
                return new RankingReason(ReasonCodes.NextInSeries, text, [catalogue.IdOf(step.After)]);
            }
        }

        return null;
    }

    private RankingReason? AlsoBought(RankingScratch scratch, int slot)
    {
        if (slot >= catalogue.ModelCount)
            return null;
        var causes = sources.ItemToItem is { } source ? Strongest(scratch, slot, source.Neighbours, null) : [];
        if (causes.IsEmpty && scratch.IsRankedByEngine && sources.SparseLinear is { } linear)
            causes = Strongest(scratch, slot, linear.Weights, null);
        return causes.IsEmpty
            ? null
            : new RankingReason(ReasonCodes.ReadersAlsoBought, $"Readers of {TitleOf(causes[0])} also bought this", IdsOf(causes));
    }

    private RankingReason? SimilarText(RankingScratch scratch, int slot)
    {
        ImmutableArray<int> causes = [];
        if (slot >= catalogue.ModelCount)
            causes = gatherer.NewItems?.Of(ContentSource.SourceName) is { } likeness ? Strongest(scratch, slot, likeness, null) : [];
        else if (sources.Content is { } source)
            causes = Strongest(scratch, slot, source.WarmNeighbours, source.ColdNeighbours);
        if (causes.IsEmpty && !scratch.IsRankedByEngine)
            causes = NewOnesLike(scratch, slot);
        return causes.IsEmpty ? null : new RankingReason(ReasonCodes.SimilarText, $"Similar to {TitleOf(causes[0])}", IdsOf(causes));
    }

    /// <summary>The items of the history that came after the training and are like a slot.</summary>
    private ImmutableArray<int> NewOnesLike(RankingScratch scratch, int slot) => gatherer.NewItems is not { } newItems
        ? []
        :
        [
            .. scratch.HistorySlots
                .Where(item => item >= catalogue.ModelCount && IsNearest(newItems.NearestTo(item), slot))
                .Take(MaxCauses),
        ];

    private static bool IsNearest(ReadOnlySpan<ScoredItem> nearest, int slot)
    {
        foreach (var (item, _) in nearest)
        {
            if (item == slot)
                return true;
        }

        return false;
    }

    private RankingReason? SameAuthor(RankingScratch scratch, int slot)
    {
        foreach (var author in catalogue.Authors.Of(slot))
        {
            var causes = Newest(scratch, catalogue.Authors, author);
            if (!causes.IsEmpty)
                return new RankingReason(ReasonCodes.SameAuthor, $"More by {catalogue.Authors.NameOf(author)}", IdsOf(causes));
        }

        return null;
    }

    private RankingReason? SameGenre(RankingScratch scratch, int slot)
    {
        foreach (var genre in catalogue.Genres.Of(slot))
        {
            var causes = Newest(scratch, catalogue.Genres, genre);
            if (!causes.IsEmpty)
                return new RankingReason(ReasonCodes.SameGenre, $"More in {catalogue.Genres.NameOf(genre)}", IdsOf(causes));
        }

        return null;
    }

    private RankingReason ForEverybody(int slot) => gatherer.ReadersOf(slot) switch
    {
        > 1 and var readers => new RankingReason(
            ReasonCodes.Popular, string.Create(CultureInfo.InvariantCulture, $"Popular: {readers:N0} readers have it"), []),
        1 => new RankingReason(ReasonCodes.Popular, "Another reader has it", []),
        _ => new RankingReason(ReasonCodes.New, "New here, waiting for its readers", []),
    };

    /// <summary>The items of the history that are nearest to a slot by what the source scored with.</summary>
    private static ImmutableArray<int> Strongest(RankingScratch scratch, int slot, CsrMatrix neighbours, CsrMatrix? moreNeighbours)
    {
        Span<ScoredItem> heap = stackalloc ScoredItem[MaxCauses];
        var count = 0;
        foreach (var item in scratch.ModelHistory)
        {
            var likeness = LikenessOf(neighbours, item.Item, slot);
            if (moreNeighbours is not null)
                likeness += LikenessOf(moreNeighbours, item.Item, slot);
            if (likeness > 0f)
                TopItems.Offer(heap, ref count, new ScoredItem(item.Item, likeness * item.Weight));
        }

        TopItems.SortHeap(heap[..count]);
        var causes = ImmutableArray.CreateBuilder<int>(count);
        foreach (var (item, _) in heap[..count])
            causes.Add(item);
        return causes.MoveToImmutable();
    }

    private static float LikenessOf(CsrMatrix neighbours, int item, int slot)
    {
        var place = neighbours.RowColumns(item).IndexOf(slot);
        return place < 0 ? 0f : neighbours.RowValues(item)[place];
    }

    /// <summary>The newest items of the history that belong to a group.</summary>
    private static ImmutableArray<int> Newest(RankingScratch scratch, SlotGroups groups, int group)
    {
        Span<int> found = stackalloc int[MaxCauses];
        var count = 0;
        foreach (var slot in scratch.HistorySlots)
        {
            if (!groups.Of(slot).Contains(group))
                continue;
            found[count++] = slot;
            if (count == MaxCauses)
                break;
        }

        return [.. found[..count]];
    }

    private ImmutableArray<string> IdsOf(ImmutableArray<int> slots) => [.. slots.Select(catalogue.IdOf)];

    private string TitleOf(int slot)
    {
        var title = catalogue.BookOf(slot)?.Title;
        return string.IsNullOrWhiteSpace(title) ? $"book {catalogue.IdOf(slot)}" : TitleParser.Parse(title).Title;
    }
}
