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
        var isContentFirst = mainSource is ContentSource.SourceName or ColdStartSource.SourceName;
        Add(ReasonCodes.NextInSeries);
        Add(isContentFirst ? ReasonCodes.SimilarText : ReasonCodes.ReadersAlsoBought);
        Add(ReasonCodes.SameAuthor);
        Add(isContentFirst ? ReasonCodes.ReadersAlsoBought : ReasonCodes.SimilarText);
        Add(ReasonCodes.SameGenre);
        if (reasons.Count == 0 || mainSource is PopularSource.SourceName or TrendingSource.SourceName)
            Add(ReasonCodes.Popular);
        return reasons.DrainToImmutable();

        void Add(string code)
        {
            if (reasons.Count < options.MaxReasons && Find(code, scratch, slot) is { } reason)
                reasons.Add(reason);
        }
    }

    private RankingReason? Find(string code, RankingScratch scratch, int slot) => code switch
    {
        ReasonCodes.NextInSeries => NextInSeries(scratch, slot),
        ReasonCodes.ReadersAlsoBought => AlsoBought(scratch, slot),
        ReasonCodes.SimilarText => SimilarText(scratch, slot),
        ReasonCodes.SameAuthor => SameAuthor(scratch, slot),
        ReasonCodes.SameGenre => SameGenre(scratch, slot),
        _ => ForEverybody(slot),
    };

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
        Span<int> causes = stackalloc int[MaxCauses];
        var count = sources.ItemToItem is { } source ? FindStrongest(scratch, slot, source.Neighbours, null, causes) : 0;
        if (count == 0 && scratch.IsRankedByEngine && sources.SparseLinear is { } linear)
            count = FindStrongest(scratch, slot, linear.Weights, null, causes);
        return count == 0
            ? null
            : new RankingReason(ReasonCodes.ReadersAlsoBought, $"Readers of {TitleOf(causes[0])} also bought this", IdsOf(causes[..count]));
    }

    private RankingReason? SimilarText(RankingScratch scratch, int slot)
    {
        Span<int> causes = stackalloc int[MaxCauses];
        var count = 0;
        if (slot >= catalogue.ModelCount)
            count = gatherer.NewItems?.Of(ContentSource.SourceName) is { } likeness ? FindStrongest(scratch, slot, likeness, null, causes) : 0;
        else if (sources.Content is { } source)
            count = FindStrongest(scratch, slot, source.WarmNeighbours, source.ColdNeighbours, causes);
        if (count == 0 && !scratch.IsRankedByEngine)
            count = FindNewOnesLike(scratch, slot, causes);
        return count == 0 ? null : new RankingReason(ReasonCodes.SimilarText, $"Similar to {TitleOf(causes[0])}", IdsOf(causes[..count]));
    }

    /// <summary>Finds the items of the history that came after the training and are like a slot.</summary>
    private int FindNewOnesLike(RankingScratch scratch, int slot, Span<int> causes)
    {
        var count = 0;
        foreach (var item in scratch.HistorySlots)
        {
            if (count == causes.Length || gatherer.NewItems is not { } newItems)
                break;
            if (item >= catalogue.ModelCount && IsNearest(newItems.NearestTo(item), slot))
                causes[count++] = item;
        }

        return count;
    }

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
        Span<int> causes = stackalloc int[MaxCauses];
        foreach (var author in catalogue.Authors.Of(slot))
        {
            if (FindNewest(scratch, catalogue.Authors, author, causes) is > 0 and var count)
                return new RankingReason(ReasonCodes.SameAuthor, $"More by {catalogue.Authors.NameOf(author)}", IdsOf(causes[..count]));
        }

        return null;
    }

    private RankingReason? SameGenre(RankingScratch scratch, int slot)
    {
        Span<int> causes = stackalloc int[MaxCauses];
        foreach (var genre in catalogue.Genres.Of(slot))
        {
            if (FindNewest(scratch, catalogue.Genres, genre, causes) is > 0 and var count)
                return new RankingReason(ReasonCodes.SameGenre, $"More in {catalogue.Genres.NameOf(genre)}", IdsOf(causes[..count]));
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

    /// <summary>Finds the items of the history that are nearest to a slot by what the source scored with, the nearest first.</summary>
    private static int FindStrongest(
        RankingScratch scratch, int slot, CsrMatrix neighbours, CsrMatrix? moreNeighbours, Span<int> causes)
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
        for (var place = 0; place < count; place++)
            causes[place] = heap[place].Item;
        return count;
    }

    private static float LikenessOf(CsrMatrix neighbours, int item, int slot)
    {
        var place = neighbours.RowColumns(item).IndexOf(slot);
        return place < 0 ? 0f : neighbours.RowValues(item)[place];
    }

    /// <summary>Finds the newest items of the history that belong to a group.</summary>
    private static int FindNewest(RankingScratch scratch, SlotGroups groups, int group, Span<int> causes)
    {
        var count = 0;
        foreach (var slot in scratch.HistorySlots)
        {
            if (count == causes.Length)
                break;
            if (groups.Of(slot).Contains(group))
                causes[count++] = slot;
        }

        return count;
    }

    private ImmutableArray<string> IdsOf(ReadOnlySpan<int> slots)
    {
        var ids = ImmutableArray.CreateBuilder<string>(slots.Length);
        foreach (var slot in slots)
            ids.Add(catalogue.IdOf(slot));
        return ids.MoveToImmutable();
    }

    private string TitleOf(int slot)
    {
        var title = catalogue.BookOf(slot)?.Title;
        return string.IsNullOrWhiteSpace(title) ? $"book {catalogue.IdOf(slot)}" : TitleParser.WithoutSeries(title);
    }
}
