namespace BookRecs.Recommender.Candidates;

/// <summary>
/// The best of items that come one after the other, in no order: half of the space is for them, and when the other half is full too, what
/// is not among the best goes. Takes time in proportion to the items, where a heap takes the logarithm of the length for each that gets in.
/// </summary>
/// <param name="space">Room for twice as many items as are wanted.</param>
internal ref struct BestItems(Span<ScoredItem> space)
{
    private readonly Span<ScoredItem> _space = space;
    private int _count;
    private float _least = float.NegativeInfinity;

    /// <summary>False for a score that is below that of all items wanted so far, of which there are enough.</summary>
    public readonly bool IsWanted(float score) => score >= _least;

    /// <summary>Takes an item in.</summary>
    public void Add(in ScoredItem item)
    {
        _space[_count++] = item;
        if (_count == _space.Length)
            Cut();
    }

    /// <summary>The best items, in no order; no more must be added.</summary>
    public Span<ScoredItem> Take()
    {
        if (_count > _space.Length / 2)
            Cut();
        return _space[.._count];
    }

    private void Cut()
    {
        var wanted = _space.Length / 2;
        TopItems.MoveBestToFront(_space[.._count], wanted);
        (_count, _least) = (wanted, _space[wanted - 1].Score);
    }
}
