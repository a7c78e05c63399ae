using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>The dated acts of each user, oldest first, and where the acts on each item are among them. Holds 24 bytes an act.</summary>
internal sealed class DatedActs
{
    private readonly int[] _starts;
    private readonly int[] _items;
    private readonly long[] _dates;
    private readonly int[] _itemStarts;
    private readonly int[] _places;
    private readonly int[] _users;

    /// <param name="data">Interactions; those without a date are left out.</param>
    /// <param name="maxPerUser">The newest acts of a user that are kept.</param>
    public DatedActs(TrainingData data, int maxPerUser)
    {
        var columns = data.Interactions.Columns.Span;
        var dates = data.OccurredAt.Span;
        var rows = data.Interactions.RowStarts.Span;
        _starts = new int[data.Interactions.RowCount + 1];
        var (items, times, users, acts) = (new List<int>(), new List<long>(), new List<int>(), new List<(long Date, int Item)>());
        Latest = TrainingData.NoDate;
        for (var user = 0; user < data.Interactions.RowCount; user++)
        {
            acts.Clear();
            for (var entry = (int)rows[user]; entry < (int)rows[user + 1]; entry++)
            {
                if (dates[entry] != TrainingData.NoDate)
                    acts.Add((dates[entry], columns[entry]));
            }

            acts.Sort();
            foreach (var (date, item) in acts.Skip(acts.Count - maxPerUser))
            {
                items.Add(item);
                times.Add(date);
                users.Add(user);
                Latest = Math.Max(Latest, date);
            }

            _starts[user + 1] = items.Count;
        }

        (_items, _dates, _users) = ([.. items], [.. times], [.. users]);
        _itemStarts = new int[data.Items.Count + 1];
        foreach (var item in _items)
            _itemStarts[item + 1]++;
        for (var item = 0; item < data.Items.Count; item++)
            _itemStarts[item + 1] += _itemStarts[item];
        var next = _itemStarts.AsSpan().ToArray();
        _places = new int[_items.Length];
        for (var place = 0; place < _items.Length; place++)
            _places[next[_items[place]]++] = place;
    }

    /// <summary>The latest date in Unix seconds, or <see cref="TrainingData.NoDate"/>.</summary>
    public long Latest { get; }

    /// <summary>The places of the acts on an item, in the order of the users.</summary>
    public ReadOnlySpan<int> PlacesOf(int item) => _places.AsSpan(_itemStarts[item].._itemStarts[item + 1]);

    /// <summary>The first and the place after the last of the acts of one user within a time of an act.</summary>
    public (int First, int End) Around(int place, long seconds)
    {
        var user = _users[place];
        var (first, end) = (place, place + 1);
        while (first > _starts[user] && _dates[place] - _dates[first - 1] <= seconds)
            first--;
        while (end < _starts[user + 1] && _dates[end] - _dates[place] <= seconds)
            end++;
        return (first, end);
    }

    public int ItemAt(int place) => _items[place];

    public long DateAt(int place) => _dates[place];
}
