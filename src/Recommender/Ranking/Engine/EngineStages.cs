using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// The stages before the final ranker, which training and serving share: finds candidates by every source, each with its own quota,
/// and describes them.
/// </summary>
internal sealed class EngineStages(SourceSet sources, EngineFeatures features, EngineOptions options)
{
    private const int SharedCandidates = 100;

    public EngineFeatures Features => features;

    /// <summary>Finds the candidates and fills their rows for the pre-ranker.</summary>
    /// <param name="history">The user's history, at least one item.</param>
    /// <param name="filter">What may be a candidate.</param>
    /// <param name="scratch">A cleared scratch; its pool is filled.</param>
    public void FindCandidates<TFilter>(ReadOnlySpan<HistoryItem> history, in TFilter filter, EngineScratch scratch)
        where TFilter : IItemFilter, allows ref struct
    {
        var columns = features.Columns;
        columns.Fill(history, Recency(history, scratch), scratch.Buffers);
        var latent = columns.Latent;
        latent?.FoldInPadded(history, scratch.User);
        for (var column = 0; column < columns.BufferCount; column++)
            scratch.Best[column] = Take(scratch.Buffers[column], filter, scratch);
        if (scratch.LatentBuffer is { } buffer)
        {
            latent!.AddScores(scratch.User, buffer);
            Take(buffer, filter, scratch);
        }

        TakeShared(sources.Popular.Ranking, filter, scratch);
        TakeShared(sources.Trending is { } trending ? trending.Ranking : [], filter, scratch);
        if (latent is not null)
            JudgeByLatentFactors(scratch);
        features.FillPreRows(history, scratch);
    }

    /// <summary>Keeps the best candidates by the pre-ranker's scores, best first, and fills their rows for the final ranker.</summary>
    public void Keep(ReadOnlySpan<HistoryItem> history, EngineScratch scratch)
    {
        var count = 0;
        for (var place = 0; place < scratch.PoolCount; place++)
            TopItems.Offer(scratch.Kept, ref count, new ScoredItem(place, scratch.PreScores[place]));
        TopItems.SortHeap(scratch.Kept.AsSpan(0, count));
        scratch.KeptCount = count;
        features.FillRows(history, scratch);
    }

    private static float Take<TFilter>(ScoreBuffer buffer, in TFilter filter, EngineScratch scratch)
        where TFilter : IItemFilter, allows ref struct
    {
        var count = 0;
        foreach (var item in buffer.Touched)
        {
            var candidate = new ScoredItem(item, buffer[item]);
            if (count == scratch.Heap.Length && !TopItems.IsBefore(candidate, scratch.Heap[0]))
                continue;
            if (filter.IsEligible(item))
                TopItems.Offer(scratch.Heap, ref count, candidate);
        }

        var taken = scratch.Heap.AsSpan(0, count);
        TopItems.SortHeap(taken);
        foreach (var (item, _) in taken)
            AddToPool(item, scratch);
        return taken.IsEmpty ? 0f : taken[0].Score;
    }

    private static void TakeShared<TFilter>(ReadOnlySpan<int> ranking, in TFilter filter, EngineScratch scratch)
        where TFilter : IItemFilter, allows ref struct
    {
        var count = 0;
        foreach (var item in ranking)
        {
            if (count == SharedCandidates)
                break;
            if (!filter.IsEligible(item))
                continue;
            count++;
            AddToPool(item, scratch);
        }
    }

    private static void AddToPool(int item, EngineScratch scratch)
    {
        if (scratch.PoolCount == scratch.Pool.Length || scratch.InPool.Contains(item))
            return;
        scratch.InPool.Add(item);
        scratch.Pool[scratch.PoolCount++] = item;
    }

    private void JudgeByLatentFactors(EngineScratch scratch)
    {
        var best = 0f;
        for (var place = 0; place < scratch.PoolCount; place++)
        {
            var item = scratch.Pool[place];
            scratch.LatentScores[place] = features.Columns.LatentScore(scratch.User, item);
            best = Math.Max(best, scratch.LatentScores[place]);
        }

        scratch.Best[^1] = best;
    }

    /// <summary>Halves with every so many newer acts; empty where an act has no date.</summary>
    private ReadOnlySpan<float> Recency(ReadOnlySpan<HistoryItem> history, EngineScratch scratch)
    {
        if (scratch.Recency.Length < history.Length)
            (scratch.Recency, scratch.Dates) = (new float[history.Length * 2], new long[history.Length * 2]);
        for (var place = 0; place < history.Length; place++)
        {
            if (history[place].OccurredAt is not { } date)
                return [];
            scratch.Dates[place] = date;
        }

        var dates = scratch.Dates.AsSpan(0, history.Length);
        dates.Sort();
        for (var place = 0; place < history.Length; place++)
        {
            // Acts of one moment, as the books of one purchase, count alike.
            var newer = history.Length - CountUpTo(dates, history[place].OccurredAt!.Value);
            scratch.Recency[place] = MathF.Pow(0.5f, newer / options.RecentHalfLife);
        }

        return scratch.Recency.AsSpan(0, history.Length);
    }

    private static int CountUpTo(ReadOnlySpan<long> sorted, long value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (sorted[middle] <= value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
