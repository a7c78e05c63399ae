namespace BookRecs.Grains.Recommendations;

/// <summary>The users whose lists this silo ranked last; bounded, and safe for any number of callers at once.</summary>
/// <param name="options">How many are held.</param>
public sealed class RecentUsers(RefreshOptions options)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<string> _order = new();
    private readonly Dictionary<string, LinkedListNode<string>> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refreshing = new(StringComparer.Ordinal);

    /// <summary>Notes that a user's list was ranked. For a refresh nobody asked, so the user stays where it was.</summary>
    public void Note(string userId)
    {
        if (options.Readers == 0)
            return;
        lock (_lock)
        {
            if (_refreshing.Remove(userId) && _places.ContainsKey(userId))
                return;
            if (_places.TryGetValue(userId, out var place))
                _order.Remove(place);
            else if (_places.Count == options.Readers)
                Forget(_order.Last!);
            place ??= new LinkedListNode<string>(userId);
            _order.AddFirst(place);
            _places[userId] = place;
        }
    }

    /// <summary>The users, the latest first, whose lists are about to be made anew ahead of time.</summary>
    public IReadOnlyList<string> TakeForRefresh()
    {
        lock (_lock)
        {
            _refreshing.Clear();
            _refreshing.UnionWith(_order);
            return [.. _order];
        }
    }

    private void Forget(LinkedListNode<string> place)
    {
        _order.Remove(place);
        _places.Remove(place.Value);
        _refreshing.Remove(place.Value);
    }
}
