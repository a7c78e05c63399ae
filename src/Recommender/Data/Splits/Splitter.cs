using System.Runtime.InteropServices;

namespace BookRecs.Recommender.Data.Splits;

/// <summary>
/// Splits interactions into train and test. A first pass over the data makes a plan, which a second pass applies; it holds up to
/// 24 bytes an interaction beside the ids. Plans depend on the rows and the seed alone, not on the order of the rows.
/// </summary>
public static class Splitter
{
    /// <summary>
    /// By date: the cut is the date below which the share 1 - <paramref name="fraction"/> of the dated interactions lies; test starts
    /// at the cut, so acts of the same moment stay together. Interactions without a date go to train. Of the pairs of user and item
    /// first seen at or after the cut the first act goes to test; every other act after the cut is a <see cref="SplitSide.Repeat"/>.
    /// Users who have no train interaction stay in test.
    /// </summary>
    /// <param name="interactions">The data; read once.</param>
    /// <param name="fraction">The share to hold out, above 0 and below 1.</param>
    /// <exception cref="SplitException">No interaction has a date, or all have the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of range.</exception>
    public static SplitPlan ByTime(IEnumerable<Interaction> interactions, double fraction)
    {
        CheckFraction(fraction);
        var index = new PairIndex();
        var firsts = new List<(long Pair, long Date)>();
        var dates = new List<long>();
        foreach (var interaction in interactions)
        {
            var date = PairIndex.DateOf(interaction);
            firsts.Add((index.Add(interaction), date));
            if (date != long.MinValue)
                dates.Add(date);
        }

        if (dates.Count == 0)
            throw new SplitException($"a split by time needs dates, none of the {firsts.Count} interactions has a date_added");
        dates.Sort();
        var cut = dates[Math.Min((int)((1 - fraction) * dates.Count), dates.Count - 1)];
        if (cut == dates[0])
            cut = FirstAbove(dates, cut);
        firsts.Sort(static (left, right) => (left.Pair, left.Date).CompareTo((right.Pair, right.Date)));
        var testPairs = new List<long>();
        var testDates = new List<long>();
        var previous = -1L;
        foreach (var (pair, date) in firsts)
        {
            if (pair != previous && date >= cut)
            {
                testPairs.Add(pair);
                testDates.Add(date);
            }

            previous = pair;
        }

        var trainUsers = new HashSet<int>(
            firsts.Where(first => first.Date < cut).Select(first => PairIndex.UserOf(first.Pair)));
        return new SplitPlan(index, [.. testPairs], [.. testDates], cut)
        {
            UsersOnlyInTest = CountOthers(testPairs, trainUsers),
        };
    }

    /// <summary>
    /// By user: of the n distinct items of each user, round(<paramref name="fraction"/>·n) drawn at random are held out, but never
    /// the last one left: a user of one item is in train alone. All acts on a pair go the same way.
    /// </summary>
    /// <param name="interactions">The data; read once.</param>
    /// <param name="fraction">The share to hold out, above 0 and below 1.</param>
    /// <param name="seed">Another seed draws other items.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of range.</exception>
    public static SplitPlan ByUser(IEnumerable<Interaction> interactions, double fraction, int seed)
    {
        CheckFraction(fraction);
        var (index, pairs) = DistinctPairs(interactions);
        var userHashes = Hashes(index.Users, seed);
        var itemHashes = Hashes(index.Items, ~seed);
        var testPairs = new List<long>();
        for (var start = 0; start < pairs.Length;)
        {
            var user = PairIndex.UserOf(pairs[start]);
            var end = start;
            while (end < pairs.Length && PairIndex.UserOf(pairs[end]) == user)
                end++;
            var count = end - start;
            var held = Math.Min((int)Math.Round(fraction * count, MidpointRounding.AwayFromZero), count - 1);
            testPairs.AddRange(pairs[start..end]
                .OrderBy(pair => StableHash.Mix(userHashes[user] ^ itemHashes[PairIndex.ItemOf(pair)]))
                .Take(held));
            start = end;
        }

        testPairs.Sort();
        return new SplitPlan(index, [.. testPairs], [], long.MaxValue);
    }

    /// <summary>
    /// By item, for a strict cold start: round(<paramref name="fraction"/>·items) items drawn at random, at least one, are held out
    /// with all their interactions. Users whose items are all held out stay in test.
    /// </summary>
    /// <param name="interactions">The data; read once.</param>
    /// <param name="fraction">The share of items to hold out, above 0 and below 1.</param>
    /// <param name="seed">Another seed draws other items.</param>
    /// <exception cref="SplitException">There are fewer than two items.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of range.</exception>
    public static SplitPlan ByItem(IEnumerable<Interaction> interactions, double fraction, int seed)
    {
        CheckFraction(fraction);
        var (index, pairs) = DistinctPairs(interactions);
        var count = index.Items.Count;
        if (count < 2)
            throw new SplitException($"a split by item needs at least 2 items, the data has {count}");
        var held = Math.Clamp((int)Math.Round(fraction * count, MidpointRounding.AwayFromZero), 1, count - 1);
        var hashes = Hashes(index.Items, seed);
        var isHeld = new bool[count];
        foreach (var item in Enumerable.Range(0, count).OrderBy(item => StableHash.Mix(hashes[item])).Take(held))
            isHeld[item] = true;
        var testPairs = Array.FindAll(pairs, pair => isHeld[PairIndex.ItemOf(pair)]);
        var trainUsers = new HashSet<int>(pairs.Where(pair => !isHeld[PairIndex.ItemOf(pair)]).Select(PairIndex.UserOf));
        return new SplitPlan(index, testPairs, [], long.MaxValue) { UsersOnlyInTest = CountOthers(testPairs, trainUsers) };
    }

    private static (PairIndex Index, long[] Pairs) DistinctPairs(IEnumerable<Interaction> interactions)
    {
        var index = new PairIndex();
        var all = new List<long>();
        foreach (var interaction in interactions)
            all.Add(index.Add(interaction));
        var pairs = CollectionsMarshal.AsSpan(all);
        pairs.Sort();
        var count = 0;
        foreach (var pair in pairs)
        {
            if (count == 0 || pairs[count - 1] != pair)
                pairs[count++] = pair;
        }

        return (index, pairs[..count].ToArray());
    }

    private static ulong[] Hashes(IReadOnlyCollection<string> ids, int seed) => [.. ids.Select(id => StableHash.Of(id, seed))];

    private static int CountOthers(IEnumerable<long> pairs, HashSet<int> trainUsers) =>
        pairs.Select(PairIndex.UserOf).Where(user => !trainUsers.Contains(user)).Distinct().Count();

    private static long FirstAbove(List<long> sortedDates, long date)
    {
        var next = sortedDates.FindIndex(other => other > date);
        return next >= 0
            ? sortedDates[next]
            : throw new SplitException($"a split by time needs two dates or more, all {sortedDates.Count} interactions have the same");
    }

    private static void CheckFraction(double fraction)
    {
        if (fraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, $"fraction is {fraction}, it must be above 0 and below 1");
    }
}
