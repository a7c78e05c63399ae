namespace BookRecs.Recommender.Data;

/// <summary>Some of the rows that a <see cref="TrainingDataBuilder"/> gathers, column by column. Holds 20 bytes a row.</summary>
/// <param name="capacity">The most rows.</param>
internal sealed class InteractionChunk(int capacity)
{
    private readonly int[] _users = new int[capacity];
    private readonly int[] _items = new int[capacity];
    private readonly float[] _weights = new float[capacity];
    private readonly long[] _dates = new long[capacity];

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>The user of each row.</summary>
    public ReadOnlySpan<int> Users => _users.AsSpan(0, Count);

    /// <summary>The item of each row.</summary>
    public ReadOnlySpan<int> Items => _items.AsSpan(0, Count);

    /// <summary>The weight of each row.</summary>
    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, Count);

    /// <summary>Unix time of each row in seconds, or <see cref="TrainingData.NoDate"/>.</summary>
    public ReadOnlySpan<long> Dates => _dates.AsSpan(0, Count);

    /// <summary>Adds a row; false when the chunk is full.</summary>
    public bool TryAdd(int user, int item, float weight, long date)
    {
        if (Count == capacity)
            return false;
        (_users[Count], _items[Count], _weights[Count], _dates[Count]) = (user, item, weight, date);
        Count++;
        return true;
    }
}
