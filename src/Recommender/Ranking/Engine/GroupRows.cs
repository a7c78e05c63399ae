namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>The groups of each item, by number.</summary>
/// <param name="starts">Where an item's groups begin, and one more.</param>
/// <param name="groups">The groups, item by item.</param>
internal readonly ref struct GroupRows(ReadOnlySpan<int> starts, ReadOnlySpan<int> groups)
{
    private readonly ReadOnlySpan<int> _starts = starts;
    private readonly ReadOnlySpan<int> _groups = groups;

    /// <summary>The groups of an item.</summary>
    public ReadOnlySpan<int> this[int item] => _groups[_starts[item].._starts[item + 1]];
}
