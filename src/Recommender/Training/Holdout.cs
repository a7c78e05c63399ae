using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;

namespace BookRecs.Recommender.Training;

/// <summary>
/// Splits training data into an inner train part and a test part: the latest interactions of all, the latest of each user, or a random part
/// of each user's. Depends on the data and the seed alone.
/// </summary>
internal sealed class Holdout
{
    private const double MinDatedShare = 0.9;

    private readonly TrainingData _data;
    private readonly bool[] _isHeldOut;
    private readonly int _seed;

    private Holdout(TrainingData data, HoldoutKind kind, bool[] isHeldOut, ItemSet? hiddenItems, int seed)
    {
        (_data, _isHeldOut, _seed) = (data, isHeldOut, seed);
        Kind = kind;
        HiddenItems = hiddenItems;
        HeldOut = isHeldOut.AsSpan().Count(true);
        Train = Without(data, isHeldOut);
    }

    /// <summary>How the split was made; not <see cref="HoldoutKind.Automatic"/>.</summary>
    public HoldoutKind Kind { get; }

    /// <summary>The inner train part; users and items keep their numbers.</summary>
    public TrainingData Train { get; }

    /// <summary>The items of which every interaction was held out on purpose, or null when dates bring cold items by themselves.</summary>
    public ItemSet? HiddenItems { get; }

    /// <summary>How many interactions were held out.</summary>
    public long HeldOut { get; }

    /// <summary>Makes the split.</summary>
    /// <param name="data">What to split.</param>
    /// <param name="fraction">The share of the interactions to hold out, 0 to 0.5.</param>
    /// <param name="hiddenItemFraction">The share of the items to hide wholly, where the split is not by time.</param>
    /// <param name="minInteractions">Data with fewer interactions is not split.</param>
    /// <param name="seed">Random parts are drawn from this.</param>
    /// <param name="timeFraction">The share where the split is by time, or null for the same.</param>
    /// <param name="kind">How to split. Without dates that tell the acts apart a split by time is one at random.</param>
    /// <returns>
    /// Null when the data is too small or nothing can be held out, as when each user has one item and no dates tell the acts apart.
    /// </returns>
    public static Holdout? Make(
        TrainingData data,
        double fraction,
        double hiddenItemFraction,
        int minInteractions,
        int seed,
        double? timeFraction = null,
        HoldoutKind kind = HoldoutKind.Automatic)
    {
        if (fraction == 0 || data.Interactions.EntryCount < minInteractions)
            return null;
        if (kind == HoldoutKind.Automatic)
            kind = IsDated(data) ? HoldoutKind.Time : HoldoutKind.UserRandom;
        var isHeldOut = kind == HoldoutKind.Time ? ByTime(data, timeFraction ?? fraction) : null;
        ItemSet? hidden = null;
        if (isHeldOut is null)
        {
            kind = kind == HoldoutKind.UserLatest ? kind : HoldoutKind.UserRandom;
            isHeldOut = ByUser(data, fraction, seed, latestFirst: kind == HoldoutKind.UserLatest);
            if (hiddenItemFraction > 0)
                hidden = HideItems(data, hiddenItemFraction, seed, isHeldOut);
        }

        return isHeldOut.AsSpan().Contains(true) && isHeldOut.AsSpan().Contains(false) ? new Holdout(data, kind, isHeldOut, hidden, seed) : null;
    }

    /// <summary>Whether nearly all acts have a date.</summary>
    public static bool IsDated(TrainingData data) =>
        data.OccurredAt.Length - data.OccurredAt.Span.Count(TrainingData.NoDate) >= MinDatedShare * data.OccurredAt.Length;

    /// <summary>The users with something held out, in a random order that depends on their ids and the seed alone.</summary>
    /// <param name="count">How many at most.</param>
    public int[] SampleUsers(int count)
    {
        var users = new List<(ulong Key, int User)>();
        for (var user = 0; user < _data.Interactions.RowCount; user++)
        {
            if (Entries(user).Contains(true))
                users.Add((StableHash.Mix(StableHash.Of(_data.Users[user]) ^ (uint)_seed), user));
        }

        users.Sort();
        return [.. users.Take(count).Select(static entry => entry.User)];
    }

    /// <summary>The held-out items of a user, rising.</summary>
    public int[] ItemsOf(int user)
    {
        var columns = _data.Interactions.RowColumns(user);
        var isHeldOut = Entries(user);
        var items = new List<int>();
        for (var entry = 0; entry < columns.Length; entry++)
        {
            if (isHeldOut[entry])
                items.Add(columns[entry]);
        }

        return [.. items];
    }

    /// <summary>The held-out interactions of a sample of users.</summary>
    /// <param name="users">How many users at most.</param>
    public IEnumerable<Interaction> TestOf(int users) =>
        from user in SampleUsers(users)
        from item in ItemsOf(user)
        select new Interaction(_data.Users[user], _data.Items[item], InteractionKind.Purchase, false, null, null);

    /// <summary>Holds out what is later than the date quantile; null when dates do not tell the interactions apart.</summary>
    private static bool[]? ByTime(TrainingData data, double fraction)
    {
        var dates = data.OccurredAt.Span;
        var cut = DateQuantile.At(dates, (int)((dates.Length - 1) * (1 - fraction)));
        var isHeldOut = new bool[dates.Length];
        var count = 0;
        for (var entry = 0; entry < dates.Length; entry++)
        {
            isHeldOut[entry] = dates[entry] > cut;
            count += isHeldOut[entry] ? 1 : 0;
        }

        return count == 0 ? null : isHeldOut;
    }

    /// <summary>
    /// Holds out a part of each user's interactions and leaves each user at least one: a random part, or the latest, at random among those
    /// of one moment.
    /// </summary>
    private static bool[] ByUser(TrainingData data, double fraction, int seed, bool latestFirst)
    {
        var matrix = data.Interactions;
        var isHeldOut = new bool[matrix.EntryCount];
        var starts = matrix.RowStarts.Span;
        var columns = matrix.Columns.Span;
        var dates = data.OccurredAt;
        var keys = new ulong[64];
        var order = new int[64];
        for (var user = 0; user < matrix.RowCount; user++)
        {
            var start = (int)starts[user];
            var length = (int)starts[user + 1] - start;
            if (length < 2)
                continue;
            if (length > keys.Length)
                (keys, order) = (new ulong[2 * length], new int[2 * length]);
            var userHash = StableHash.Of(data.Users[user]);
            for (var entry = 0; entry < length; entry++)
            {
                keys[entry] = StableHash.Mix(userHash ^ StableHash.Mix((ulong)columns[start + entry] + 1) ^ (uint)seed);
                order[entry] = start + entry;
            }

            Array.Sort(keys, order, 0, length);
            IEnumerable<int> inOrder = order.Take(length);
            if (latestFirst)
                inOrder = inOrder.OrderByDescending(entry => dates.Span[entry]);
            foreach (var entry in inOrder.Take(Math.Clamp((int)Math.Round(length * fraction), 1, length - 1)))
                isHeldOut[entry] = true;
        }

        return isHeldOut;
    }

    private static TrainingData Without(TrainingData data, bool[] isHeldOut)
    {
        var matrix = data.Interactions;
        var kept = isHeldOut.AsSpan().Count(false);
        var starts = new long[matrix.RowCount + 1];
        var allStarts = matrix.RowStarts.Span;
        var allColumns = matrix.Columns.Span;
        var allValues = matrix.Values.Span;
        var allDates = data.OccurredAt.Span;
        var columns = new int[kept];
        var values = new float[kept];
        var dates = new long[kept];
        var next = 0;
        for (var user = 0; user < matrix.RowCount; user++)
        {
            for (var entry = (int)allStarts[user]; entry < (int)allStarts[user + 1]; entry++)
            {
                if (isHeldOut[entry])
                    continue;
                (columns[next], values[next], dates[next]) = (allColumns[entry], allValues[entry], allDates[entry]);
                next++;
            }

            starts[user + 1] = next;
        }

        return data with { Interactions = new CsrMatrix(matrix.ColumnCount, starts, columns, values), OccurredAt = dates };
    }

    /// <summary>Holds out every interaction of a random share of the items.</summary>
    private static ItemSet HideItems(TrainingData data, double fraction, int seed, bool[] isHeldOut)
    {
        var hidden = new ItemSet(data.Items.Count);
        var limit = (ulong)(fraction * ulong.MaxValue);
        for (var item = 0; item < data.Items.Count; item++)
        {
            if (StableHash.Mix(StableHash.Of(data.Items[item]) ^ (uint)seed) < limit)
                hidden.Add(item);
        }

        var columns = data.Interactions.Columns.Span;
        for (var entry = 0; entry < columns.Length; entry++)
            isHeldOut[entry] |= hidden.Contains(columns[entry]);
        return hidden;
    }

    private ReadOnlySpan<bool> Entries(int user)
    {
        var starts = _data.Interactions.RowStarts.Span;
        return _isHeldOut.AsSpan((int)starts[user]..(int)starts[user + 1]);
    }
}
