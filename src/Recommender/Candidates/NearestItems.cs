using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// How much a cold item is like the items with users that are nearest to it, and how many users these have: how far a score that rests on
/// likeness can be relied on, and how many users the item may find.
/// </summary>
/// <remarks>Holds 12 bytes an item.</remarks>
internal sealed class NearestItems
{
    /// <summary>The nearest items that are looked at.</summary>
    private const int Count = 20;

    private readonly ReadOnlyMemory<float> _facts;

    private NearestItems(ReadOnlyMemory<float> facts) => _facts = facts;

    /// <summary>
    /// The names of what is known of an item: the likeness to the nearest, the sum over the nearest 20, and the mean of the logarithms of their
    /// numbers of users plus 1, in which each counts as much as it is alike. All are 0 for an item that is like none, and for a warm one.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = ["nearest.likeness", "nearest.sum", "nearest.log_users"];

    /// <summary>Looks at all cold items.</summary>
    /// <param name="nearest">Cold item → items with users that are like it, with the likeness.</param>
    /// <param name="users">How many users each item has.</param>
    public static NearestItems Of(CsrMatrix nearest, ReadOnlySpan<int> users)
    {
        var logUsers = new float[users.Length];
        for (var item = 0; item < users.Length; item++)
            logUsers[item] = MathF.Log(1 + users[item]);
        var facts = new float[nearest.RowCount * Names.Count];
        var best = new ScoredItem[Count];
        for (var item = 0; item < nearest.RowCount; item++)
        {
            var columns = nearest.RowColumns(item);
            var values = nearest.RowValues(item);
            var count = 0;
            for (var entry = 0; entry < columns.Length; entry++)
                TopItems.Offer(best, ref count, new ScoredItem(columns[entry], values[entry]));
            Measure(best.AsSpan(0, count), logUsers, facts.AsSpan(item * Names.Count, Names.Count));
        }

        return new NearestItems(facts);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null where there is nothing.</summary>
    /// <exception cref="InvalidDataException">The section does not fit; the message names it.</exception>
    public static NearestItems? Load(ArtifactReader artifact, string section, int itemCount)
    {
        if (!artifact.Has(section))
            return null;
        var facts = artifact.Read<float>(section);
        return facts.Length == (long)itemCount * Names.Count
            ? new NearestItems(facts)
            : throw new InvalidDataException($"{section} has {facts.Length} numbers, but must have {Names.Count} for each of {itemCount} items");
    }

    /// <summary>Writes all.</summary>
    public void Save(ArtifactWriter artifact, string section) => artifact.Write(section, _facts.Span);

    /// <summary>What is known of an item of the model, one value a name.</summary>
    public ReadOnlySpan<float> FactsOf(int item) => _facts.Span.Slice(item * Names.Count, Names.Count);

    /// <summary>The same of an item that the model need not hold.</summary>
    /// <param name="nearest">The items that are most like it, best first.</param>
    /// <param name="logUsers">The logarithm of each item's number of users plus 1.</param>
    /// <param name="facts">Where it goes, one value a name.</param>
    public static void Measure(ReadOnlySpan<ScoredItem> nearest, ReadOnlySpan<float> logUsers, Span<float> facts)
    {
        var (most, sum, users) = (0f, 0f, 0f);
        foreach (var (item, likeness) in nearest[..Math.Min(nearest.Length, Count)])
        {
            most = Math.Max(most, likeness);
            sum += likeness;
            users += likeness * logUsers[item];
        }

        (facts[0], facts[1], facts[2]) = (most, sum, sum > 0f ? users / sum : 0f);
    }
}
