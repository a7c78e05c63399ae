namespace BookRecs.Recommender.Candidates.Linear;

/// <summary>Keeps the strongest weights of one target: the higher weight first, the lower item index first among equals.</summary>
/// <param name="capacity">How many to keep.</param>
internal sealed class StrongestWeights(int capacity)
{
    private readonly ScoredItem[] _heap = new ScoredItem[capacity];
    private int _count;

    /// <summary>What a weight must be above to be kept.</summary>
    public float Threshold { get; private set; }

    /// <summary>Offers a weight; those not above 0 are never kept.</summary>
    public void Offer(int item, float weight)
    {
        if (!(weight > Threshold))
            return;
        TopItems.Offer(_heap, ref _count, new ScoredItem(item, weight));
        if (_count == _heap.Length)
            Threshold = _heap[0].Score;
    }

    /// <summary>Writes what was kept, times a scale, in the order of items, and begins anew.</summary>
    /// <returns>How many there are.</returns>
    public int Take(Span<int> items, Span<float> weights, float scale)
    {
        for (var place = 0; place < _count; place++)
            (items[place], weights[place]) = (_heap[place].Item, _heap[place].Score * scale);
        items[.._count].Sort(weights[.._count]);
        var count = _count;
        (_count, Threshold) = (0, 0f);
        return count;
    }
}
