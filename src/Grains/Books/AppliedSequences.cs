namespace BookRecs.Grains.Books;

/// <summary>
/// The one rule by which a repeated act counts once: places in the log up to the last rebuild are known; of those above it the
/// latest are remembered one by one, because acts of different users arrive in any order.
/// </summary>
public sealed class AppliedSequences
{
    private readonly long _lastSequence;
    private readonly int _capacity;
    private readonly List<long> _applied = [];
    private int _first;
    private long _forgotten;

    /// <summary>Begins after a rebuild.</summary>
    /// <param name="lastSequence">Every act up to and including this place is counted by the rebuild.</param>
    /// <param name="capacity">How many places above it are remembered.</param>
    public AppliedSequences(long lastSequence, int capacity)
    {
        _lastSequence = lastSequence;
        _forgotten = lastSequence;
        _capacity = capacity;
    }

    /// <summary>Notes that an act is about to count.</summary>
    /// <param name="sequence">The act's place in the log.</param>
    public SequenceOutcome Add(long sequence)
    {
        if (sequence <= _lastSequence)
            return SequenceOutcome.Known;
        var place = PlaceOf(sequence);
        if (place < 0)
            return SequenceOutcome.Known;
        if (sequence <= _forgotten)
            return SequenceOutcome.Unsure;
        _applied.Insert(place, sequence);
        if (_applied.Count - _first > _capacity)
            Forget();
        return SequenceOutcome.New;
    }

    /// <summary>Where a sequence belongs, or -1 when it is there. Most acts come in their order, or nearly so: the end is tried first.</summary>
    private int PlaceOf(long sequence)
    {
        if (_applied.Count == _first || _applied[^1] < sequence)
            return _applied.Count;
        var found = _applied.BinarySearch(_first, _applied.Count - _first, sequence, null);
        return found >= 0 ? -1 : ~found;
    }

    /// <summary>Forgets the lowest; the room of those forgotten is given back in one go, when it is half of all.</summary>
    private void Forget()
    {
        _forgotten = _applied[_first++];
        if (_first * 2 <= _applied.Count)
            return;
        _applied.RemoveRange(0, _first);
        _first = 0;
    }
}
