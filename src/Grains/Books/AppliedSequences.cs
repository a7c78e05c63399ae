namespace BookRecs.Grains.Books;

/// <summary>
/// The one rule by which a repeated act counts once: places in the log up to the last rebuild are known; of those above it the
/// latest are remembered one by one, because acts of different users arrive in any order.
/// </summary>
public sealed class AppliedSequences
{
    private readonly long _lastSequence;
    private readonly int _capacity;
    private readonly SortedSet<long> _applied = [];
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
        if (_applied.Contains(sequence))
            return SequenceOutcome.Known;
        if (sequence <= _forgotten)
            return SequenceOutcome.Unsure;
        _applied.Add(sequence);
        if (_applied.Count > _capacity)
        {
            _forgotten = _applied.Min;
            _applied.Remove(_forgotten);
        }

        return SequenceOutcome.New;
    }
}
