namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Rows as ranges that are added in rising order; neighbours become one range, up to a length that is a fair piece of work.
/// </summary>
internal sealed class RowRanges
{
    private const int LongestRange = 4_096;

    private readonly List<RowRange> _ranges = [];

    public int Count => _ranges.Count;

    public RowRange this[int range] => _ranges[range];

    public void Clear() => _ranges.Clear();

    /// <summary>Adds rows that come after all others.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="end">The row after the last.</param>
    public void Add(int first, int end)
    {
        if (_ranges is [.., var last] && last.End == first && end - last.First <= LongestRange)
            _ranges[^1] = last with { End = end };
        else
            _ranges.Add(new RowRange(first, end));
    }
}
