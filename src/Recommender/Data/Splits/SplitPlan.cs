namespace BookRecs.Recommender.Data.Splits;

/// <summary>Where each interaction of a data set goes. Made by <see cref="Splitter"/>; does not depend on the order of the rows.</summary>
public sealed class SplitPlan
{
    private readonly PairIndex _pairs;
    private readonly long[] _testPairs;
    private readonly long[] _testDates;
    private readonly long _cut;

    internal SplitPlan(PairIndex pairs, long[] testPairs, long[] testDates, long cut) =>
        (_pairs, _testPairs, _testDates, _cut) = (pairs, testPairs, testDates, cut);

    /// <summary>The first moment of test, in UTC, of a split by time; null for the others.</summary>
    public DateTimeOffset? Cut => _cut == long.MaxValue ? null : new DateTimeOffset(_cut, TimeSpan.Zero);

    /// <summary>How many distinct pairs of user and item are held out.</summary>
    public int TestPairCount => _testPairs.Length;

    /// <summary>How many users have interactions in test and none in train; they stay in test.</summary>
    public int UsersOnlyInTest { get; internal init; }

    /// <summary>Where an interaction of the data set goes.</summary>
    /// <exception cref="ArgumentException">The user or the item was not in the data that the plan was made from.</exception>
    public SplitSide SideOf(in Interaction interaction)
    {
        var date = PairIndex.DateOf(interaction);
        var index = Array.BinarySearch(_testPairs, _pairs.PairOf(interaction));
        if (index >= 0)
            return _testDates.Length == 0 || _testDates[index] == date ? SplitSide.Test : SplitSide.Repeat;
        return date < _cut ? SplitSide.Train : SplitSide.Repeat;
    }

    /// <summary>The interactions that go to one side, in their order.</summary>
    public IEnumerable<Interaction> Select(IEnumerable<Interaction> interactions, SplitSide side) =>
        interactions.Where(interaction => SideOf(interaction) == side);
}
