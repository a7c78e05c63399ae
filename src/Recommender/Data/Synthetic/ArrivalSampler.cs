namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>
/// Draws items of a group by weight among those that have arrived: groups in order of arrival with running sums of weight.
/// </summary>
internal sealed class ArrivalSampler
{
    private readonly int[] _items;
    private readonly int[] _arrivals;
    private readonly double[] _sums;
    private readonly int[] _starts;

    /// <param name="groupCount">Number of groups.</param>
    /// <param name="groupOf">The group of each item.</param>
    /// <param name="arrivals">The day on which each item arrives.</param>
    /// <param name="weights">The weight of each item.</param>
    public ArrivalSampler(int groupCount, ReadOnlySpan<int> groupOf, int[] arrivals, double[] weights)
    {
        var count = arrivals.Length;
        _items = new int[count];
        _arrivals = new int[count];
        _sums = new double[count];
        _starts = new int[groupCount + 1];
        var keys = new (int Group, int Arrival, int Item)[count];
        for (var item = 0; item < count; item++)
        {
            var group = groupOf.IsEmpty ? 0 : groupOf[item];
            keys[item] = (group, arrivals[item], item);
            _starts[group + 1]++;
        }

        Array.Sort(keys);
        for (var group = 0; group < groupCount; group++)
            _starts[group + 1] += _starts[group];
        var sum = 0.0;
        for (var position = 0; position < count; position++)
        {
            var (_, arrival, item) = keys[position];
            _items[position] = item;
            _arrivals[position] = arrival;
            _sums[position] = sum += weights[item];
        }
    }

    /// <summary>Draws an item that arrived from <paramref name="fromDay"/> to <paramref name="day"/>; -1 when there is none.</summary>
    public int Draw(int group, int fromDay, int day, SeededRandom random)
    {
        var (start, end) = (_starts[group], _starts[group + 1]);
        end = FirstAfter(start, end, day);
        if (fromDay > 0)
            start = FirstAfter(start, end, fromDay - 1);
        if (start >= end)
            return -1;
        var before = start == 0 ? 0 : _sums[start - 1];
        var target = before + (random.Double() * (_sums[end - 1] - before));
        var position = Array.BinarySearch(_sums, start, end - start, target);
        position = position < 0 ? ~position : position + 1;
        return _items[Math.Min(position, end - 1)];
    }

    /// <summary>The items of a group that have arrived by a day.</summary>
    public ReadOnlySpan<int> Arrived(int group, int day)
    {
        var start = _starts[group];
        return _items.AsSpan(start, FirstAfter(start, _starts[group + 1], day) - start);
    }

    private int FirstAfter(int start, int end, int day)
    {
        while (start < end)
        {
            var middle = (start + end) >>> 1;
            if (_arrivals[middle] <= day)
                start = middle + 1;
            else
                end = middle;
        }

        return start;
    }
}
