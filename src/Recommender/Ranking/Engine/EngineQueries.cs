using System.Collections.Concurrent;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>Turns users of a holdout into queries: their candidates as rows, labelled 1 where the candidate was held out.</summary>
/// <param name="holdout">Whose users, and what was held out.</param>
/// <param name="stages">Finds and describes candidates.</param>
/// <param name="facts">What is known of the items.</param>
/// <param name="options">Settings.</param>
/// <param name="parts">In how many parts users and hidden items are.</param>
/// <param name="seed">Which user is in which part is drawn from this.</param>
/// <param name="threads">How many threads to use.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class EngineQueries(
    Holdout holdout,
    EngineStages stages,
    ItemFacts facts,
    EngineOptions options,
    int parts,
    int seed,
    int threads,
    CancellationToken cancellationToken)
{
    private const int UsersPerBatch = 256;

    private readonly ConcurrentBag<EngineScratch> _scratches = [];
    private readonly int _itemCount = holdout.Train.Items.Count;
    private readonly ItemSet[] _hiddenParts = PartsOfHidden(holdout, parts);

    private delegate (ReadOnlyMemory<float> Rows, int[] Items) Reader(EngineScratch scratch, int width);

    /// <summary>All candidates, described for the pre-ranker.</summary>
    public void AddPreRows(IReadOnlyList<int> users, RankingDataSetBuilder builder) => Add(
        users,
        holdout.HiddenItems is { } hidden ? [hidden] : [],
        (user, only, scratch) => Make(user, only, stages.Features.PreNames.Count, ReadPool, preRanker: null, scratch),
        (_, _, rows, labels) => builder.AddGroup(rows, labels));

    /// <summary>The candidates that the pre-ranker keeps, described for the final rankers.</summary>
    /// <param name="users">The users.</param>
    /// <param name="rows">Where the rows go.</param>
    /// <param name="preRanker">Keeps the best candidates.</param>
    public void AddRows(IReadOnlyList<int> users, EngineRows rows, LogisticModel preRanker) => Add(
        users,
        _hiddenParts,
        (user, only, scratch) => Make(user, only, stages.Features.Names.Count, ReadKept, preRanker, scratch),
        (user, hiddenPart, features, labels) => rows.Add(features, labels, PartOf(user), hiddenPart));

    private static (ReadOnlyMemory<float> Rows, int[] Items) ReadPool(EngineScratch scratch, int width) =>
        (scratch.PreRows.AsMemory(0, scratch.PoolCount * width), scratch.Pool[..scratch.PoolCount]);

    private static (ReadOnlyMemory<float> Rows, int[] Items) ReadKept(EngineScratch scratch, int width) =>
        (scratch.Rows.AsMemory(0, scratch.KeptCount * width),
            Array.ConvertAll(scratch.Kept[..scratch.KeptCount], kept => scratch.Pool[kept.Item]));

    /// <summary>Asks each user about the items that are not hidden, and about each of some sets of hidden ones.</summary>
    private void Add(
        IReadOnlyList<int> users,
        ItemSet[] hidden,
        Func<int, ItemSet?, EngineScratch, (float[] Rows, float[] Labels)?> make,
        Action<int, int, float[], float[]> add)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var perUser = 1 + hidden.Length;
        for (var first = 0; first < users.Count; first += UsersPerBatch)
        {
            var count = Math.Min(UsersPerBatch, users.Count - first);
            var queries = new (float[] Rows, float[] Labels)?[perUser * count];
            Parallel.For(
                0,
                count,
                parallel,
                () => _scratches.TryTake(out var free) ? free : new EngineScratch(stages.Features, facts, options, _itemCount),
                (index, _, scratch) =>
                {
                    for (var set = 0; set < perUser; set++)
                        queries[(perUser * index) + set] = make(users[first + index], set == 0 ? null : hidden[set - 1], scratch);
                    return scratch;
                },
                _scratches.Add);
            for (var query = 0; query < queries.Length; query++)
            {
                if (queries[query] is { } made)
                    add(users[first + (query / perUser)], (query % perUser) - 1, made.Rows, made.Labels);
            }
        }
    }

    private static ItemSet[] PartsOfHidden(Holdout holdout, int parts)
    {
        if (holdout.HiddenItems is not { } hidden)
            return [];
        var sets = new ItemSet[parts];
        for (var part = 0; part < parts; part++)
            sets[part] = new ItemSet(hidden.ItemCount);
        for (var item = 0; item < hidden.ItemCount; item++)
        {
            if (hidden.Contains(item))
                sets[StableHash.Of(holdout.Train.Items[item]) % (ulong)parts].Add(item);
        }

        return sets;
    }

    private int PartOf(int user) =>
        (int)(StableHash.Mix(StableHash.Of(holdout.Train.Users[user]) ^ StableHash.Mix((uint)seed)) % (ulong)parts);

    private HashSet<int> HeldOut(int user, ItemSet? only) =>
        [.. holdout.ItemsOf(user).Where(item => only is null ? holdout.HiddenItems?.Contains(item) != true : only.Contains(item))];

    /// <returns>Null when nothing can be learned: no history, or no candidate that was held out.</returns>
    private (float[] Rows, float[] Labels)? Make(
        int user,
        ItemSet? only,
        int width,
        Reader read,
        LogisticModel? preRanker,
        EngineScratch scratch)
    {
        var relevant = HeldOut(user, only);
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
