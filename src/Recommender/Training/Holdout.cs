using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;

namespace BookRecs.Recommender.Training;

/// <summary>
/// Splits training data into an inner train part and a test part: the latest interactions of all when nearly all have a date,
/// otherwise a random part of each user's. Depends on the data and the seed alone.
/// </summary>
internal sealed class Holdout
{
    private const double MinDatedShare = 0.9;

    private Holdout(string splitBy, TrainingData train, IReadOnlyList<Interaction> test, long heldOut)
    {
        (SplitBy, Train, Test) = (splitBy, train, test);
        HeldOut = heldOut;
    }

    /// <summary>"time" or "user".</summary>
    public string SplitBy { get; }

    /// <summary>The inner train part; users and items keep their numbers.</summary>
    public TrainingData Train { get; }

    /// <summary>The held-out interactions of the sampled users.</summary>
    public IReadOnlyList<Interaction> Test { get; }

    /// <summary>How many interactions were held out, those of users who were not sampled among them.</summary>
    public long HeldOut { get; }

    /// <summary>Makes the split.</summary>
    /// <returns>Null when the data is too small or nothing can be held out, as when all acts have one date.</returns>
    public static Holdout? Make(TrainingData data, TrainingOptions options)
    {
        var entries = data.Interactions.EntryCount;
        if (options.HoldoutFraction == 0 || entries < options.MinInteractionsForHoldout)
            return null;
        var dated = 0L;
        foreach (var date in data.OccurredAt.Span)
            dated += date == TrainingData.NoDate ? 0 : 1;
        var byTime = dated >= MinDatedShare * entries;
        var isHeldOut = byTime ? ByTime(data, options.HoldoutFraction) : null;
        if (isHeldOut is null)
            (byTime, isHeldOut) = (false, ByUser(data, options));
        var heldOut = isHeldOut.AsSpan().Count(true);
        return heldOut == 0 || heldOut == entries
            ? null
            : new Holdout(byTime ? "time" : "user", Without(data, isHeldOut), Sample(data, isHeldOut, options), heldOut);
    }

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

    /// <summary>Holds out a random part of each user's interactions and leaves each user at least one.</summary>
    private static bool[] ByUser(TrainingData data, TrainingOptions options)
    {
        var matrix = data.Interactions;
        var isHeldOut = new bool[matrix.EntryCount];
        var starts = matrix.RowStarts.Span;
        var columns = matrix.Columns.Span;
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
                keys[entry] = StableHash.Mix(userHash ^ StableHash.Mix((ulong)columns[start + entry] + 1) ^ (uint)options.Seed);
                order[entry] = start + entry;
            }

            Array.Sort(keys, order, 0, length);
            var held = Math.Clamp((int)Math.Round(length * options.HoldoutFraction), 1, length - 1);
            for (var index = 0; index < held; index++)
                isHeldOut[order[index]] = true;
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

    private static List<Interaction> Sample(TrainingData data, bool[] isHeldOut, TrainingOptions options)
    {
        var matrix = data.Interactions;
        var starts = matrix.RowStarts.Span;
        var users = new List<(ulong Key, int User)>();
        for (var user = 0; user < matrix.RowCount; user++)
        {
            if (isHeldOut.AsSpan((int)starts[user]..(int)starts[user + 1]).Contains(true))
                users.Add((StableHash.Mix(StableHash.Of(data.Users[user]) ^ (uint)options.Seed), user));
        }

        users.Sort();
        var test = new List<Interaction>();
        foreach (var (_, user) in users.Take(options.MaxTestUsers))
        {
            for (var entry = (int)starts[user]; entry < (int)starts[user + 1]; entry++)
            {
                var item = data.Items[matrix.Columns.Span[entry]];
                if (isHeldOut[entry])
                    test.Add(new Interaction(data.Users[user], item, InteractionKind.Purchase, false, null, null));
            }
        }

        return test;
    }
}
