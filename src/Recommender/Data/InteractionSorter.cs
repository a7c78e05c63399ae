namespace BookRecs.Recommender.Data;

/// <summary>
/// Puts gathered rows in order of user and item: a counting sort by user straight into the arrays of the matrix, then each user's rows by
/// themselves. Of a pair that comes more than once the highest weight and the latest date stay, so that the result does not depend on the
/// order of the rows. Holds 16 bytes a row, which is what is returned.
/// </summary>
internal sealed class InteractionSorter
{
    private readonly IReadOnlyList<InteractionChunk> _chunks;
    private readonly long[] _starts;
    private readonly int[] _lengths;
    private readonly int[] _columns;
    private readonly float[] _weights;
    private readonly long[] _dates;

    private InteractionSorter(IReadOnlyList<InteractionChunk> chunks, int users)
    {
        _chunks = chunks;
        _starts = new long[users + 1];
        _lengths = new int[users];
        var rows = checked((int)chunks.Sum(static chunk => (long)chunk.Count));
        _columns = GC.AllocateUninitializedArray<int>(rows);
        _weights = GC.AllocateUninitializedArray<float>(rows);
        _dates = GC.AllocateUninitializedArray<long>(rows);
    }

    /// <summary>Makes the matrix and the dates beside its entries.</summary>
    /// <param name="chunks">The rows.</param>
    /// <param name="userIndexes">The index of each user of the rows.</param>
    /// <param name="itemIndexes">The index of each item of the rows.</param>
    /// <exception cref="OverflowException">There are more than 2,147,483,591 rows.</exception>
    public static (CsrMatrix Matrix, ReadOnlyMemory<long> Dates) Sort(
        IReadOnlyList<InteractionChunk> chunks, int[] userIndexes, int[] itemIndexes)
    {
        var sorter = new InteractionSorter(chunks, userIndexes.Length);
        sorter.CountUsers(userIndexes);
        var parts = sorter.Split(Environment.ProcessorCount);
        Parallel.For(0, parts.Length - 1, part =>
        {
            sorter.Scatter(parts[part], parts[part + 1], userIndexes, itemIndexes);
            sorter.SortUsers(parts[part], parts[part + 1]);
        });
        var count = sorter.MoveTogether();
        var matrix = new CsrMatrix(
            itemIndexes.Length, sorter._starts, sorter._columns.AsMemory(0, count), sorter._weights.AsMemory(0, count));
        return (matrix, sorter._dates.AsMemory(0, count));
    }

    private void CountUsers(int[] userIndexes)
    {
        foreach (var chunk in _chunks)
        {
            foreach (var user in chunk.Users)
                _starts[userIndexes[user] + 1]++;
        }

        for (var user = 0; user < _lengths.Length; user++)
            _starts[user + 1] += _starts[user];
    }

    /// <summary>Bounds between users so that each part has about as many rows.</summary>
    private int[] Split(int parts)
    {
        var bounds = new int[parts + 1];
        for (var part = 1; part < parts; part++)
        {
            var place = Array.BinarySearch(_starts, _starts[^1] * part / parts);
            bounds[part] = Math.Clamp(place < 0 ? ~place : place, bounds[part - 1], _lengths.Length);
        }

        bounds[parts] = _lengths.Length;
        return bounds;
    }

    private void Scatter(int firstUser, int lastUser, int[] userIndexes, int[] itemIndexes)
    {
        var users = (uint)(lastUser - firstUser);
        foreach (var chunk in _chunks)
        {
            var chunkUsers = chunk.Users;
            var chunkItems = chunk.Items;
            var chunkWeights = chunk.Weights;
            var chunkDates = chunk.Dates;
            for (var row = 0; row < chunkUsers.Length; row++)
            {
                var user = userIndexes[chunkUsers[row]];
                if ((uint)(user - firstUser) >= users)
                    continue;
                var place = (int)_starts[user] + _lengths[user]++;
                (_columns[place], _weights[place], _dates[place]) = (itemIndexes[chunkItems[row]], chunkWeights[row], chunkDates[row]);
            }
        }
    }

    private void SortUsers(int firstUser, int lastUser)
    {
        var keys = new long[64];
        var (weights, dates) = (new float[64], new long[64]);
        for (var user = firstUser; user < lastUser; user++)
        {
            var (start, length) = ((int)_starts[user], _lengths[user]);
            if (length > keys.Length)
            {
                keys = new long[2 * length];
                (weights, dates) = (new float[2 * length], new long[2 * length]);
            }

            for (var row = 0; row < length; row++)
                keys[row] = ((long)_columns[start + row] << 32) | (uint)row;
            keys.AsSpan(0, length).Sort();
            _weights.AsSpan(start, length).CopyTo(weights);
            _dates.AsSpan(start, length).CopyTo(dates);
            var last = start - 1;
            for (var row = 0; row < length; row++)
            {
                var (item, source) = ((int)(keys[row] >> 32), (int)(uint)keys[row]);
                if (last >= start && _columns[last] == item)
                {
                    _weights[last] = Math.Max(_weights[last], weights[source]);
                    _dates[last] = Math.Max(_dates[last], dates[source]);
                    continue;
                }

                last++;
                (_columns[last], _weights[last], _dates[last]) = (item, weights[source], dates[source]);
            }

            _lengths[user] = last + 1 - start;
        }
    }

    /// <summary>Closes the gaps that repeated pairs left.</summary>
    private int MoveTogether()
    {
        var end = 0;
        for (var user = 0; user < _lengths.Length; user++)
        {
            var (start, length) = ((int)_starts[user], _lengths[user]);
            if (start != end)
            {
                _columns.AsSpan(start, length).CopyTo(_columns.AsSpan(end));
                _weights.AsSpan(start, length).CopyTo(_weights.AsSpan(end));
                _dates.AsSpan(start, length).CopyTo(_dates.AsSpan(end));
            }

            _starts[user] = end;
            end += length;
        }

        _starts[^1] = end;
        return end;
    }
}
