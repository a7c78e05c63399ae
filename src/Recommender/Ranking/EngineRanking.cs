using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Ranking;

/// <summary>Lets the engine's rankers order the candidates of one request.</summary>
internal sealed class EngineRanking(EngineSource engine)
{
    /// <summary>The least score of what the final ranker saw.</summary>
    public const float LeastOfKept = 0.5f;

    /// <summary>Keeps the order of the engine among equal scores.</summary>
    private const float TieBreak = 1e-6f;

    /// <summary>The engine, which also knows the books that came after the training.</summary>
    public EngineSource Engine => engine;

    /// <summary>
    /// Scores the candidates in the scratch's blend: what the final ranker saw from 0.5 to 1, in proportion to its scores, and the rest of
    /// the pool below.
    /// </summary>
    public void Rank(ReadOnlySpan<HistoryItem> history, in RankingFilter filter, RankingScratch scratch)
    {
        var run = scratch.Engine ??= engine.Rent();
        run.Clear();
        engine.Rank(history, filter, run);
        var (least, most) = Range(run.Scores.AsSpan(0, run.KeptCount));
        var unit = most > least ? (1f - LeastOfKept) / (most - least) : 0f;
        var order = run.Order();
        for (var rank = 0; rank < order.Length; rank++)
        {
            var (place, score) = order[rank];
            var slot = run.Pool[run.Kept[place].Item];
            scratch.Blend.Add(slot, LeastOfKept + (unit * (score - least)) + (TieBreak * (order.Length - rank)));
            run.InPool.Remove(slot);
        }

        for (var place = 0; place < run.PoolCount; place++)
        {
            if (run.InPool.Contains(run.Pool[place]))
                scratch.Blend.Add(run.Pool[place], LeastOfKept * EngineSource.Probability(run.PreScores[place]));
        }
    }

    /// <summary>The source that puts the slot nearest to the user's best, with how near: 1 where the slot is that source's first.</summary>
    public (string Source, float Share) MainSource(RankingScratch scratch, int slot)
    {
        var run = scratch.Engine!;
        var columns = engine.Columns;
        var (source, most) = ("", 0f);
        for (var column = 0; column < columns.Names.Count; column++)
        {
            var share = run.Best[column] > 0f ? ScoreOf(run, column, slot) / run.Best[column] : 0f;
            if (share > most)
                (source, most) = (columns.SourceOf(column), share);
        }

        return (source, most);
    }

    private float ScoreOf(EngineScratch run, int column, int slot)
    {
        if (column < engine.Columns.BufferCount)
            return run.Buffers[column][slot];
        var place = run.Pool.AsSpan(0, run.PoolCount).IndexOf(slot);
        return place < 0 ? 0f : run.LatentScores[place];
    }

    private static (float Least, float Most) Range(ReadOnlySpan<float> scores)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var score in scores)
            (least, most) = (Math.Min(least, score), Math.Max(most, score));
        return (least, most);
    }
}
