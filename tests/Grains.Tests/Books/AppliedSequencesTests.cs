using BookRecs.Grains.Books;

namespace BookRecs.Grains.Tests.Books;

public sealed class AppliedSequencesTests
{
    [Fact]
    public void Add_UpToTheRebuild_IsKnown()
    {
        var applied = new AppliedSequences(10, 5);
        Assert.Equal(SequenceOutcome.Known, applied.Add(10));
        Assert.Equal(SequenceOutcome.Known, applied.Add(1));
    }

    [Fact]
    public void Add_InAnyOrder_IsNewOnce()
    {
        var applied = new AppliedSequences(10, 5);
        Assert.Equal(SequenceOutcome.New, applied.Add(13));
        Assert.Equal(SequenceOutcome.New, applied.Add(11));
        Assert.Equal(SequenceOutcome.Known, applied.Add(13));
        Assert.Equal(SequenceOutcome.Known, applied.Add(11));
        Assert.Equal(SequenceOutcome.New, applied.Add(12));
    }

    [Fact]
    public void Add_BeyondTheCapacity_IsUnsureInsteadOfWrong()
    {
        var applied = new AppliedSequences(0, 2);
        foreach (var sequence in new[] { 2L, 3L, 4L })
            Assert.Equal(SequenceOutcome.New, applied.Add(sequence));
        Assert.Equal(SequenceOutcome.Unsure, applied.Add(1));
        Assert.Equal(SequenceOutcome.Unsure, applied.Add(2));
        Assert.Equal(SequenceOutcome.Known, applied.Add(3));
        Assert.Equal(SequenceOutcome.New, applied.Add(5));
    }
}
