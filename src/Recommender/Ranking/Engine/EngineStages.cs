using System.Numerics.Tensors;
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
        var best = new BestItems(scratch.Taken.AsSpan(0, 2 * scratch.Kept.Length));
        for (var place = 0; place < scratch.PoolCount; place++)
        {
            if (best.IsWanted(scratch.PreScores[place]))
                best.Add(new ScoredItem(place, scratch.PreScores[place]));
        }

        var kept = best.Take();
        TopItems.Sort(kept);
        kept.CopyTo(scratch.Kept);
        scratch.KeptCount = kept.Length;
        features.FillRows(history, scratch);
    }

    private float Take<TFilter>(ScoreBuffer buffer, in TFilter filter, EngineScratch scratch)
        where TFilter : IItemFilter, allows ref struct
    {
        var scores = buffer.All;
        var best = new BestItems(scratch.Taken.AsSpan(0, 2 * options.CandidatesPerSource));
        foreach (var item in buffer.Touched)
        {
            if (best.IsWanted(scores[item]) && filter.IsEligible(item))
                best.Add(new ScoredItem(item, scores[item]));
        }

        var taken = best.Take();

        // Their order matters only where there is no room for all.
        if (scratch.PoolCount + taken.Length > scratch.Pool.Length)
            TopItems.Sort(taken);
        var most = 0f;
        foreach (var (item, score) in taken)
        {
            most = Math.Max(most, score);
            AddToPool(item, scratch);
        }

        return most;
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
        var scores = scratch.LatentScores.AsSpan(0, scratch.PoolCount);
        features.Columns.ScoreByLatentFactors(scratch.User, scratch.Pool.AsSpan(0, scratch.PoolCount), scores);
        scratch.Best[^1] = scores.IsEmpty ? 0f : Math.Max(0f, TensorPrimitives.Max<float>(scores));
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
