namespace BookRecs.Grains.Recommendations;

/// <summary>The users who asked this silo for their lists last; bounded, and safe for any number of callers at once.</summary>
/// <param name="options">How many are held.</param>
public sealed class RecentUsers(RefreshOptions options)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<string> _order = new();
    private readonly Dictionary<string, LinkedListNode<string>> _places = new(StringComparer.Ordinal);

    /// <summary>Notes that a user asked.</summary>
    public void Note(string userId)
    {
        if (options.Readers == 0)
            return;
        lock (_lock)
        {
            if (_places.TryGetValue(userId, out var place))
                _order.Remove(place);
            else if (_places.Count == options.Readers)
                Forget(_order.Last!);
            place ??= new LinkedListNode<string>(userId);
            _order.AddFirst(place);
            _places[userId] = place;
        }
    }

    /// <summary>The users, the latest first.</summary>
    public IReadOnlyList<string> Latest()
    {
        lock (_lock)
            return [.. _order];
    }

    private void Forget(LinkedListNode<string> place)
    {
        _order.Remove(place);
        _places.Remove(place.Value);
    }
}
