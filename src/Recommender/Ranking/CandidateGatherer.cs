using System.Runtime.InteropServices;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// Takes the best items of each source that the user may be shown, and orders them: by the engine's rankers for a user with a history,
/// where the model has them; else by adding the sources' scores by weight as the blend does, each source's scores divided by its best one
/// among those items.
/// </summary>
internal sealed class CandidateGatherer
{
    private const float SameGenreWeight = 0.02f;

    /// <summary>So many candidates are put in order for each place, since limits on authors and series leave some out.</summary>
    private const int MostLeftOut = 6;

    private readonly CatalogueIndex _catalogue;
    private readonly RankingOptions _options;
    private readonly BlendOptions _blend;
    private readonly SourceSet _sources;
    private readonly EngineRanking? _engine;
    private readonly SharedScores _popular;
    private readonly SharedScores _trending;
    private readonly NewItemLikeness? _likeness;

    public CandidateGatherer(CatalogueIndex catalogue, TrainedModel model, RankingOptions options, NewItems? placedBefore = null)
    {
        (_catalogue, _options, _sources) = (catalogue, options, model.Sources);
        if (catalogue.Count > catalogue.ModelCount && model.Sources.ColdStart is { } coldStart)
        {
            NewItems = new NewItems(catalogue.Books, catalogue.ModelCount, coldStart, placedBefore);
            _likeness = new NewItemLikeness(catalogue, NewItems);
        }

        _engine = model.Sources.Engine is { Rankers: not null } engine ? new EngineRanking(engine.With(catalogue.Books, NewItems)) : null;
        _blend = model.Manifest.Options.Candidates.Blend;
        _popular = new SharedScores(model.Sources.Popular, model.Sources.Popular.Ranking, catalogue.ModelCount);
        _trending = model.Sources.Trending is { } trending
            ? new SharedScores(trending, trending.Ranking, catalogue.ModelCount)
            : new SharedScores(null, [], catalogue.ModelCount);
        Fallback = OrderFallback();
    }

    /// <summary>The books that came after the training and that the model can place, or null where there are none.</summary>
    public NewItems? NewItems { get; }

    /// <summary>Every slot that can be shown: the popular and trending ones first, then the rest, the newest book first.</summary>
    public int[] Fallback { get; }

    /// <summary>How many users acted on the slot, as far as the model knows; 0 when it does not.</summary>
    public int ReadersOf(int slot) => slot < _catalogue.ModelCount ? (int)MathF.Round(_popular[slot]) : 0;

    /// <summary>Fills the scratch's candidates, the best first.</summary>
    /// <param name="scratch">What to work on; the filter has filled the history in.</param>
    /// <param name="filter">What may be shown.</param>
    /// <param name="isPersonal">False to leave out what is the same for everybody, as for similar items.</param>
    /// <param name="count">How many the list wants.</param>
    public void Gather(RankingScratch scratch, in RankingFilter filter, bool isPersonal, int count)
    {
        var history = CollectionsMarshal.AsSpan(scratch.ModelHistory);
        var authors = TakeAuthors(scratch, filter);
        scratch.AuthorFactor = authors;
        scratch.IsRankedByEngine = _engine is not null && isPersonal && !history.IsEmpty;
        var nextInSeries = scratch.IsRankedByEngine ? _options.EngineNextInSeriesWeight : _options.NextInSeriesWeight;
        SeriesReader.FindSteps(_catalogue, scratch, filter, nextInSeries);
        foreach (var step in scratch.SeriesSteps)
            scratch.Blend.Add(step.Slot, 0f);
        if (scratch.IsRankedByEngine)
            _engine!.Rank(history, filter, scratch);
        else
            BlendSources(scratch, filter, history, isPersonal);
        foreach (var slot in scratch.Blend.Touched)
        {
            if (!scratch.IsRankedByEngine || scratch.Blend[slot] == 0f)
                scratch.Blend.Add(slot, authors * MostOfAuthors(scratch, slot));
        }

        if (history.IsEmpty && scratch.HistorySlots.Count > 0)
            AddGenres(scratch, filter);
        foreach (var step in scratch.SeriesSteps)
            scratch.Blend.Add(step.Slot, Math.Max(0f, BestOfSeries(scratch, step.Series) - scratch.Blend[step.Slot]) + step.Gain);
        Sort(scratch, count);
    }

    /// <summary>The name of what weighed most in the score of a slot.</summary>
    public string MainSource(RankingScratch scratch, int slot)
    {
        var name = ReadersOf(slot) > 0 ? PopularSource.SourceName : "new";
        var most = 0f;
        if (scratch.IsRankedByEngine)
        {
            var (nearest, share) = _engine!.MainSource(scratch, slot);
            Offer(nearest, share);
        }
        else if (slot < _catalogue.ModelCount)
        {
            Offer(ItemToItemSource.SourceName, scratch.ItemToItemFactor * scratch.ItemToItem[slot]);
            Offer(ContentSource.SourceName, ContentFactorOf(scratch, slot) * scratch.Content[slot]);
            Offer(PopularSource.SourceName, scratch.PopularFactor * _popular[slot]);
            Offer(TrendingSource.SourceName, scratch.TrendingFactor * _trending[slot]);
        }

        if (!scratch.IsRankedByEngine && scratch.Likeness is { } likeness)
            Offer(ContentSource.SourceName, ContentFactorOf(scratch, slot) * likeness[slot]);
        Offer(SeriesAuthorSource.SourceName, scratch.AuthorFactor * MostOfAuthors(scratch, slot));
        foreach (var step in scratch.SeriesSteps)
        {
            if (step.Slot == slot)
                Offer(SeriesAuthorSource.SourceName, step.Gain);
        }

        if (most == 0f && scratch.Blend[slot] > 0f)
            name = "genre";
        return name;

        void Offer(string source, float part)
        {
            if (part > most)
                (name, most) = (source, part);
        }
    }

    private void BlendSources(RankingScratch scratch, in RankingFilter filter, ReadOnlySpan<HistoryItem> history, bool isPersonal)
    {
        var itemToItem = history.IsEmpty ? 0f : Take(_sources.ItemToItem, history, scratch.ItemToItem, _blend.ItemToItem, scratch, filter);
        var content = history.IsEmpty ? 0f : Take(_sources.Content, history, scratch.Content, _blend.Content, scratch, filter);
        // Only lists for readers: beside a book, what its readers have comes before a new book whose text is like it.
        var coldShare = isPersonal && _blend.Content > 0f ? _blend.ColdContent / _blend.Content : 1f;
        content = _likeness?.Take(scratch, filter, _blend.Content, content, coldShare) ?? content;
        var popular = isPersonal ? Take(_popular, _blend.Popular, scratch, filter) : 0f;
        var trending = isPersonal ? Take(_trending, _options.TrendingWeight, scratch, filter) : 0f;
        (scratch.ItemToItemFactor, scratch.ContentFactor, scratch.ColdContentFactor) = (itemToItem, content, coldShare * content);
        (scratch.PopularFactor, scratch.TrendingFactor) = (popular, trending);
        foreach (var slot in scratch.Blend.Touched)
        {
            if (slot < _catalogue.ModelCount)
            {
                scratch.Blend.Add(
                    slot,
                    (itemToItem * scratch.ItemToItem[slot]) + (ContentFactorOf(scratch, slot) * scratch.Content[slot])
                        + (popular * _popular[slot]) + (trending * _trending[slot]));
            }
        }
    }

    private float ContentFactorOf(RankingScratch scratch, int slot) => ReadersOf(slot) > 0 ? scratch.ContentFactor : scratch.ColdContentFactor;

    private static float Take(
        ICandidateSource? source,
        ReadOnlySpan<HistoryItem> history,
        ScoreBuffer scores,
        float weight,
        RankingScratch scratch,
        in RankingFilter filter)
    {
        if (source is null || weight <= 0f)
            return 0f;
        source.Score(history, scores);
        var count = 0;
        var best = 0f;
        foreach (var item in scores.Touched)
        {
            var candidate = new ScoredItem(item, scores[item]);
            if (!(candidate.Score > 0f) || (count == scratch.Heap.Length && !TopItems.IsBefore(candidate, scratch.Heap[0])))
                continue;
            if (!filter.IsEligible(item))
                continue;
            TopItems.Offer(scratch.Heap, ref count, candidate);
            best = Math.Max(best, candidate.Score);
        }

        foreach (var (item, _) in scratch.Heap.AsSpan(0, count))
            scratch.Blend.Add(item, 0f);
        return best > 0f ? weight / best : 0f;
    }

    private static float Take(SharedScores source, float weight, RankingScratch scratch, in RankingFilter filter)
    {
        if (weight <= 0f)
            return 0f;
        var count = 0;
        var best = 0f;
        foreach (var item in source.Ranking)
        {
            if (count == scratch.Heap.Length)
                break;
            if (!filter.IsEligible(item))
                continue;
            count++;
            best = Math.Max(best, source[item]);
            scratch.Blend.Add(item, 0f);
        }

        return best > 0f ? weight / best : 0f;
    }

    private float TakeAuthors(RankingScratch scratch, in RankingFilter filter)
    {
        const int MaxBooks = 200;
        if (_options.SameAuthorWeight <= 0f)
            return 0f;
        var most = 0;
        foreach (var slot in scratch.HistorySlots)
            scratch.AuthorsOfHistory.Add(_catalogue.Authors.Of(slot));
        foreach (var author in scratch.AuthorsOfHistory.Touched)
        {
            most = Math.Max(most, scratch.AuthorsOfHistory[author]);
            var books = _catalogue.Authors.Members(author);
            foreach (var slot in books[..Math.Min(books.Length, MaxBooks)])
            {
                if (filter.IsEligible(slot))
                    scratch.Blend.Add(slot, 0f);
            }
        }

        return most == 0 ? 0f : _options.SameAuthorWeight / most;
    }

    private int MostOfAuthors(RankingScratch scratch, int slot)
    {
        var most = 0;
        foreach (var author in _catalogue.Authors.Of(slot))
            most = Math.Max(most, scratch.AuthorsOfHistory[author]);
        return most;
    }

    private void AddGenres(RankingScratch scratch, in RankingFilter filter)
    {
        var taken = 0;
        for (var place = 0; place < Fallback.Length && taken < scratch.Heap.Length; place++)
        {
            var slot = Fallback[place];
            var shared = 0;
            foreach (var seen in scratch.HistorySlots)
                shared += _catalogue.Genres.Share(slot, seen) ? 1 : 0;
            if (shared == 0 || !filter.IsEligible(slot))
                continue;
            taken++;
            scratch.Blend.Add(slot, SameGenreWeight * shared / scratch.HistorySlots.Count * (1f - (0.5f * place / Fallback.Length)));
        }
    }

    private float BestOfSeries(RankingScratch scratch, int series)
    {
        var best = 0f;
        foreach (var slot in _catalogue.SeriesVolumes.Of(series))
            best = Math.Max(best, scratch.Blend[slot]);
        return best;
    }

    /// <summary>What the final ranker saw is enough for a list; only a long one needs the rest of the pool put in order.</summary>
    private static void Sort(RankingScratch scratch, int count)
    {
        var least = scratch.IsRankedByEngine && count * MostLeftOut <= scratch.Engine!.KeptCount ? EngineRanking.LeastOfKept : float.Epsilon;
        foreach (var slot in scratch.Blend.Touched)
        {
            if (scratch.Blend[slot] >= least)
                scratch.Candidates.Add(new ScoredItem(slot, scratch.Blend[slot]));
        }

        scratch.Candidates.Sort(static (left, right) =>
            left.Score != right.Score ? right.Score.CompareTo(left.Score) : left.Item.CompareTo(right.Item));
    }

    private int[] OrderFallback()
    {
        var popular = _popular.Best > 0f ? _blend.Popular / _popular.Best : 0f;
        var trending = _trending.Best > 0f ? _options.TrendingWeight / _trending.Best : 0f;
        if (popular == 0f && trending == 0f)
            popular = 1f;
        return FallbackOrder.Of(
            _catalogue,
            slot => slot < _catalogue.ModelCount ? (popular * _popular[slot]) + (trending * _trending[slot]) : 0f);
    }
}
