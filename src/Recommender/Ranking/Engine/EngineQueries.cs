using System.Collections.Concurrent;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>Turns users of a holdout into queries: their candidates as rows, labelled 1 where the candidate was held out.</summary>
internal sealed class EngineQueries(
    Holdout holdout, EngineStages stages, ItemFacts facts, EngineOptions options, int threads, CancellationToken cancellationToken)
{
    private const int UsersPerBatch = 256;

    private readonly ConcurrentBag<EngineScratch> _scratches = [];
    private readonly int _itemCount = holdout.Train.Items.Count;
    private readonly ItemSet? _hiddenForTraining = HalfOfHidden(holdout, 0);
    private readonly ItemSet? _hiddenForValidation = HalfOfHidden(holdout, 1);

    /// <summary>All candidates, described for the pre-ranker.</summary>
    public void AddPreRows(IEnumerable<int> users, RankingDataSetBuilder builder) =>
        Add(users, builder, stages.Features.PreNames.Count, ReadPool, preRanker: null, _hiddenForTraining);

    /// <summary>The candidates that the pre-ranker keeps, described for the final ranker.</summary>
    /// <param name="users">The users.</param>
    /// <param name="builder">Where the rows go.</param>
    /// <param name="preRanker">Keeps the best candidates.</param>
    /// <param name="isValidation">
    /// Which hidden items the users are asked about: no hidden item is in both, as trees can recognise an item by its features.
    /// </param>
    public void AddRows(IEnumerable<int> users, RankingDataSetBuilder builder, LogisticModel preRanker, bool isValidation) =>
        Add(users, builder, stages.Features.Names.Count, ReadKept, preRanker, isValidation ? _hiddenForValidation : _hiddenForTraining);

    private static (ReadOnlyMemory<float> Rows, int[] Items) ReadPool(EngineScratch scratch, int width) =>
        (scratch.PreRows.AsMemory(0, scratch.PoolCount * width), scratch.Pool[..scratch.PoolCount]);

    private static (ReadOnlyMemory<float> Rows, int[] Items) ReadKept(EngineScratch scratch, int width) =>
        (scratch.Rows.AsMemory(0, scratch.KeptCount * width),
            Array.ConvertAll(scratch.Kept[..scratch.KeptCount], kept => scratch.Pool[kept.Item]));

    private void Add(
        IEnumerable<int> users,
        RankingDataSetBuilder builder,
        int width,
        Func<EngineScratch, int, (ReadOnlyMemory<float> Rows, int[] Items)> read,
        LogisticModel? preRanker,
        ItemSet? hiddenPart)
    {
        var all = users.ToArray();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        for (var first = 0; first < all.Length; first += UsersPerBatch)
        {
            var queries = new (float[] Rows, float[] Labels)?[2 * Math.Min(UsersPerBatch, all.Length - first)];
            Parallel.For(
                0,
                queries.Length / 2,
                parallel,
                () => _scratches.TryTake(out var free) ? free : new EngineScratch(stages.Features, facts, options, _itemCount),
                (index, _, scratch) =>
                {
                    var user = all[first + index];
                    var (warm, hidden) = Split(holdout.ItemsOf(user));
                    queries[2 * index] = Make(user, warm, null, width, read, preRanker, scratch);
                    if (hiddenPart is not null)
                        queries[(2 * index) + 1] = Make(user, hidden, hiddenPart, width, read, preRanker, scratch);
                    return scratch;
                },
                _scratches.Add);
            foreach (var query in queries)
            {
                if (query is { } made)
                    builder.AddGroup(made.Rows, made.Labels);
            }
        }
    }

    private static ItemSet? HalfOfHidden(Holdout holdout, ulong half)
    {
        if (holdout.HiddenItems is not { } hidden)
            return null;
        var items = new ItemSet(hidden.ItemCount);
        for (var item = 0; item < hidden.ItemCount; item++)
        {
            if (hidden.Contains(item) && (StableHash.Of(holdout.Train.Items[item]) & 1) == half)
                items.Add(item);
        }

        return items;
    }

    private (HashSet<int> Warm, HashSet<int> Hidden) Split(int[] items)
    {
        var hidden = items.Where(item => holdout.HiddenItems?.Contains(item) == true).ToHashSet();
        return (items.Where(item => !hidden.Contains(item)).ToHashSet(), hidden);
    }

    /// <returns>Null when nothing can be learned: no history, or no candidate that was held out.</returns>
    private (float[] Rows, float[] Labels)? Make(
        int user,
        HashSet<int> relevant,
        ItemSet? only,
        int width,
        Func<EngineScratch, int, (ReadOnlyMemory<float> Rows, int[] Items)> read,
        LogisticModel? preRanker,
        EngineScratch scratch)
    {
        var history = HistoryItem.Of(holdout.Train, user);
        if (relevant.Count == 0 || history.Length == 0)
            return null;
        scratch.Clear();
        scratch.Seen.Clear();
        scratch.Seen.Add(history);
        stages.FindCandidates(history, new HoldoutItems(scratch.Seen, holdout.HiddenItems, only), scratch);
        if (preRanker is not null)
        {
            var preWidth = stages.Features.PreNames.Count;
            preRanker.Score(scratch.PreRows.AsSpan(0, scratch.PoolCount * preWidth), preWidth, scratch.PreScores.AsSpan(0, scratch.PoolCount));
            stages.Keep(history, scratch);
        }

        var (rows, items) = read(scratch, width);
        var labels = Array.ConvertAll(items, item => !relevant.Contains(item) ? 0f : facts.IsCold(item) && only is null ? options.ColdLabel : 1f);
        return labels.AsSpan().ContainsAnyExcept(0f) ? (WithoutExcluded(rows.ToArray(), width), labels) : null;
    }

    /// <summary>A feature that is the same for every candidate teaches nothing, and so does not count when serving either.</summary>
    private float[] WithoutExcluded(float[] rows, int width)
    {
        if (options.ExcludedFeatures.Count == 0)
            return rows;
        var names = width == stages.Features.Names.Count ? stages.Features.Names : stages.Features.PreNames;
        foreach (var place in EngineFeatures.PlacesOf(names, options.ExcludedFeatures))
        {
            for (var value = place; value < rows.Length; value += width)
                rows[value] = 0f;
        }

        return rows;
    }
}
