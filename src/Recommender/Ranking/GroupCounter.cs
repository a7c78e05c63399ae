namespace BookRecs.Recommender.Ranking;

/// <summary>Counts by group that are cheap to clear. Takes 4 bytes a group.</summary>
internal sealed class GroupCounter(int groupCount)
{
    private readonly int[] _counts = new int[groupCount];
    private readonly List<int> _touched = [];

    /// <summary>The groups with a count, in the order of their first addition.</summary>
    public List<int> Touched => _touched;

    public int this[int group] => _counts[group];

    public void Add(ReadOnlySpan<int> groups)
    {
        foreach (var group in groups)
        {
            if (_counts[group]++ == 0)
                _touched.Add(group);
        }
    }

    /// <summary>True when one of the groups has reached a count.</summary>
    public bool AnyAtLeast(ReadOnlySpan<int> groups, int count)
    {
        foreach (var group in groups)
        {
            if (_counts[group] >= count)
                return true;
        }

        return false;
    }

    public void Clear()
    {
        foreach (var group in _touched)
            _counts[group] = 0;
        _touched.Clear();
    }
}
