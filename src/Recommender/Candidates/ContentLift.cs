using System.Text.Json.Serialization;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// How much more often than by chance the users of an item have acted on those that its record is most like: the lift of association rules
/// (Brin, Motwani, Ullman and Tsur, "Dynamic itemset counting and implication rules for market basket data", SIGMOD 1997). Near 1, records
/// do not tell who acts on an item, as when the ids of catalogue and interactions do not mean the same items; content then finds nothing.
/// </summary>
/// <param name="Popular">Of the most popular items, which have a fifth of all interactions; null when they tell too little.</param>
/// <param name="Others">Of the others; null when they tell too little.</param>
public sealed record ContentLift(double? Popular, double? Others)
{
    private const double PopularShare = 0.2;
    private const int MaxItems = 1_000;
    private const int Nearest = 10;
    private const double MinExpected = 25;

    /// <summary>Below this, users hardly act on what is alike more often than by chance.</summary>
    private const double Faint = 1.2;

    /// <summary>Whether the records of the most popular items do not tell who acts on them.</summary>
    [JsonIgnore]
    public bool IsFaint => Popular < Faint;

    /// <summary>
    /// Compares at most 1,000 of the most popular items and 1,000 of the others, drawn by their ids, with the 10 that each is most like.
    /// Other editions do not count: items of the same work or title, of which a user needs one.
    /// </summary>
    /// <remarks>Holds the interactions once more, 8 bytes each, the terms of the books, and a byte a user for each thread.</remarks>
    /// <param name="data">Interactions and books.</param>
    /// <param name="options">How books are compared.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ContentLift Measure(TrainingData data, ContentOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        if (data.Books.All(static book => book is null))
            return new ContentLift(null, null);
        var users = data.Interactions.Transpose();
        var vectors = CsrRows.Keep(
            ContentVectors.Build(data.Books, options, threads, cancellationToken), item => !users.RowColumns(item).IsEmpty);
        var (popular, others) = Draw(data, users, vectors);
        HashSet<int> drawn = [.. popular, .. others];

        // Editions of an item are among its nearest, and are passed over.
        var alike = NeighbourSearch.Find(
            CsrRows.Keep(vectors, drawn.Contains), vectors.Transpose(), 2 * Nearest, includeSelf: false, threads, cancellationToken);
        var counts = Count(data, users, alike, [.. popular, .. others], threads, cancellationToken);
        return new ContentLift(Lift(counts.AsSpan(0, popular.Length)), Lift(counts.AsSpan(popular.Length)));
    }

    private static (int[] Popular, int[] Others) Draw(TrainingData data, CsrMatrix users, CsrMatrix vectors)
    {
        var items = Enumerable.Range(0, users.RowCount)
            .Where(item => !vectors.RowColumns(item).IsEmpty)
            .OrderByDescending(item => users.RowColumns(item).Length)
            .ToArray();
        var acts = PopularShare * items.Sum(item => (long)users.RowColumns(item).Length);
        var popular = 0;
        while (acts > 0)
            acts -= users.RowColumns(items[popular++]).Length;
        return (
            [.. items.Take(Math.Min(popular, MaxItems))],
            [.. items.Skip(popular).OrderBy(item => StableHash.Of(data.Items[item])).Take(MaxItems)]);
    }

    /// <summary>Of each item the users that it shares with those it is like, and how many it would share with them by chance.</summary>
    private static (long Shared, double Expected)[] Count(
        TrainingData data, CsrMatrix users, CsrMatrix alike, int[] items, int threads, CancellationToken cancellationToken)
    {
        var counts = new (long Shared, double Expected)[items.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            items.Length,
            parallel,
            () => new bool[data.Interactions.RowCount],
            (index, _, isUser) =>
            {
                counts[index] = Count(data, users, alike, items[index], isUser);
                return isUser;
            },
            static _ => { });
        return counts;
    }

    private static (long Shared, double Expected) Count(TrainingData data, CsrMatrix users, CsrMatrix alike, int item, bool[] isUser)
    {
        var own = users.RowColumns(item);
        var otherActs = 0L;
        foreach (var user in own)
        {
            isUser[user] = true;
            otherActs += data.Interactions.RowColumns(user).Length - 1;
        }

        var share = otherActs / (double)Math.Max(1, data.Interactions.EntryCount - own.Length);
        var (shared, expected, compared) = (0L, 0d, 0);
        foreach (var other in alike.RowColumns(item))
        {
            if (compared == Nearest)
                break;
            if (AreEditions(data.Books[item]!, data.Books[other]!))
                continue;
            compared++;
            expected += share * users.RowColumns(other).Length;
            foreach (var user in users.RowColumns(other))
                shared += isUser[user] ? 1 : 0;
        }

        foreach (var user in own)
            isUser[user] = false;
        return (shared, expected);
    }

    private static bool AreEditions(Book left, Book right) =>
        (left.WorkId is not null && left.WorkId == right.WorkId) || left.Title.Equals(right.Title, StringComparison.OrdinalIgnoreCase);

    private static double? Lift(ReadOnlySpan<(long Shared, double Expected)> counts)
    {
        var (shared, expected) = (0L, 0d);
        foreach (var (ofItem, byChance) in counts)
        {
            shared += ofItem;
            expected += byChance;
        }

        return expected < MinExpected ? null : shared / expected;
    }
}
