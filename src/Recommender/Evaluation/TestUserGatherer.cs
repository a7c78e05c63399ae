using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Evaluation;

/// <summary>
/// Gathers test rows by user. Holds 8 bytes a row, 4 more while it makes the users, and the ids of users and of unknown items.
/// </summary>
/// <param name="train">The train data, which says which items are known.</param>
internal sealed class TestUserGatherer(TrainingData train)
{
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _unknownItems = new(StringComparer.Ordinal);
    private readonly List<string> _userIds = [];
    private readonly List<int> _rowUsers = [];
    private readonly List<int> _rowItems = [];

    /// <summary>Number of distinct test items that train does not know.</summary>
    public int UnknownItems => _unknownItems.Count;

    /// <summary>Adds a test row.</summary>
    public void Add(string userId, string itemId)
    {
        if (!_users.TryGetValue(userId, out var user))
        {
            _users.Add(userId, user = _users.Count);
            _userIds.Add(userId);
        }

        if (!train.Items.TryGetIndex(itemId, out var item))
        {
            if (!_unknownItems.TryGetValue(itemId, out var unknown))
                _unknownItems.Add(itemId, unknown = _unknownItems.Count);
            item = train.Items.Count + unknown;
        }

        _rowUsers.Add(user);
        _rowItems.Add(item);
    }

    /// <summary>The users in the order of their first row, repeats of a user and item once.</summary>
    public TestUser[] Gather()
    {
        var starts = new int[_userIds.Count + 1];
        foreach (var user in _rowUsers)
            starts[user + 1]++;
        for (var user = 0; user < _userIds.Count; user++)
            starts[user + 1] += starts[user];
        var next = starts.AsSpan(0, _userIds.Count).ToArray();
        var items = new int[_rowItems.Count];
        for (var row = 0; row < items.Length; row++)
            items[next[_rowUsers[row]]++] = _rowItems[row];
        var users = new TestUser[_userIds.Count];
        for (var user = 0; user < users.Length; user++)
        {
            var own = items.AsMemory(starts[user]..starts[user + 1]);
            own.Span.Sort();
            own = own[..Distinct(own.Span)];
            var known = own.Span.BinarySearch(train.Items.Count) is var place && place < 0 ? ~place : place;
            users[user] = new TestUser(
                _userIds[user],
                train.Users.TryGetIndex(_userIds[user], out var trainUser) ? trainUser : -1,
                own[..known],
                own.Length - known);
        }

        return users;
    }

    /// <summary>Moves the distinct ones of rising numbers to the front.</summary>
    private static int Distinct(Span<int> rising)
    {
        var count = 0;
        foreach (var number in rising)
        {
            if (count == 0 || rising[count - 1] != number)
                rising[count++] = number;
        }

        return count;
    }
}
