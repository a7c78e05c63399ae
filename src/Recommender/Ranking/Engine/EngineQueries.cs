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

    private delegate (float[] Rows, int[] Items) Reader(EngineScratch scratch);

    /// <summary>All candidates, described for the pre-ranker.</summary>
    public void AddPreRows(IReadOnlyList<int> users, RankingDataSetBuilder builder) => Add(
        users,
        holdout.HiddenItems is { } hidden ? [null, hidden] : [null],
        (user, only, scratch) => Make(user, only, stages.Features.PreNames, ReadPool, preRanker: null, [], scratch),
        (_, _, rows, labels) => builder.AddGroup(rows, labels));

    /// <summary>The candidates that the pre-ranker keeps, described for the final rankers.</summary>
    /// <param name="users">The users.</param>
    /// <param name="rows">Where the rows go.</param>
    /// <param name="preRanker">Keeps the best candidates.</param>
    /// <param name="asksAboutHidden">Whether users are asked about the hidden items as well, part by part.</param>
    public void AddRows(IReadOnlyList<int> users, EngineRows rows, LogisticModel preRanker, bool asksAboutHidden) => Add(
        users,
        asksAboutHidden ? [null, .. _hiddenParts] : [null],
        (user, only, scratch) => Make(user, only, stages.Features.Names, ReadKept, preRanker, [], scratch),
        (user, set, features, labels) => rows.Add(features, labels, PartOf(user), set - 1));

    /// <summary>The first candidates among hidden items, described for the rankers of new items.</summary>
    /// <param name="users">The users.</param>
    /// <param name="rows">Where the rows go.</param>
    /// <param name="preRanker">Describes what the order by scores is applied to.</param>
    /// <param name="items">The hidden items to ask about.</param>
    /// <param name="number">The number of the holdout.</param>
    /// <param name="features">Makes their rows.</param>
    public void AddNewItemRows(
        IReadOnlyList<int> users, NewItemRows rows, LogisticModel preRanker, ItemSet items, int number, NewItemFeatures features)
    {
        var preNames = stages.Features.PreNames;
        string[] names = [.. stages.Features.Names, .. NewItemFeatures.Names];
        int[] order = [.. NewItemOrder.FirstOf(preNames).Select(column => EngineFeatures.PlaceOf(preNames, column))];
        Add(
            users,
            [items],
            (user, only, scratch) => Make(user, only, names, found => ReadFirst(found, features), preRanker, order, scratch),
            (_, _, made, labels) => rows.Add(made, labels, number));
    }

    private (float[] Rows, int[] Items) ReadPool(EngineScratch scratch) =>
        (scratch.PreRows[..(scratch.PoolCount * stages.Features.PreNames.Count)], scratch.Pool[..scratch.PoolCount]);

    private (float[] Rows, int[] Items) ReadKept(EngineScratch scratch) =>
        (scratch.Rows[..(scratch.KeptCount * stages.Features.Names.Count)], ItemsOf(scratch, scratch.KeptCount));

    private (float[] Rows, int[] Items) ReadFirst(EngineScratch scratch, NewItemFeatures features)
    {
        var items = ItemsOf(scratch, Math.Min(scratch.KeptCount, NewItemRanker.RowsPerQuery));
        var width = stages.Features.Names.Count;
        var wide = width + NewItemFeatures.Names.Count;
        var rows = new float[items.Length * wide];
        for (var place = 0; place < items.Length; place++)
            features.Widen(items[place], scratch.Rows.AsSpan(place * width, width), rows.AsSpan(place * wide, wide));
        return (rows, items);
    }

    private static int[] ItemsOf(EngineScratch scratch, int count) => Array.ConvertAll(scratch.Kept[..count], kept => scratch.Pool[kept.Item]);

    /// <summary>Asks each user about some sets of items; null stands for those that are not hidden.</summary>
    private void Add(
        IReadOnlyList<int> users,
        ItemSet?[] sets,
        Func<int, ItemSet?, EngineScratch, (float[] Rows, float[] Labels)?> make,
        Action<int, int, float[], float[]> add)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var perUser = sets.Length;
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
                        queries[(perUser * index) + set] = make(users[first + index], sets[set], scratch);
                    return scratch;
                },
                _scratches.Add);
            for (var query = 0; query < queries.Length; query++)
            {
                if (queries[query] is { } made)
                    add(users[first + (query / perUser)], query % perUser, made.Rows, made.Labels);
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
        IReadOnlyList<string> names,
        Reader read,
        LogisticModel? preRanker,
        int[] newItemOrder,
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
            if (newItemOrder.Length > 0)
                NewItemOrder.ApplyToPool(scratch, facts, newItemOrder, preWidth);
            stages.Keep(history, scratch);
        }

        var (rows, items) = read(scratch);
        var labels = Array.ConvertAll(items, item => !relevant.Contains(item) ? 0f : facts.IsCold(item) && only is null ? options.ColdLabel : 1f);
        return labels.AsSpan().ContainsAnyExcept(0f) ? (WithoutExcluded(rows, names), labels) : null;
    }

    /// <summary>A feature that is the same for every candidate teaches nothing, and so does not count when serving either.</summary>
    private float[] WithoutExcluded(float[] rows, IReadOnlyList<string> names)
    {
        if (options.ExcludedFeatures.Count == 0)
            return rows;
        foreach (var place in EngineFeatures.PlacesOf(names, options.ExcludedFeatures))
        {
            for (var value = place; value < rows.Length; value += names.Count)
                rows[value] = 0f;
        }

        return rows;
    }
}
