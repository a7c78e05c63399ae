using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Models;

namespace BookRecs.Grains.Tests.Models;

public sealed class TrainingBoardTests
{
    private readonly ManualTime _time = new();
    private readonly TrainingBoard _board;

    public TrainingBoardTests() => _board = new TrainingBoard(TimeSpan.FromMinutes(10), _time);

    [Fact]
    public void Request_WhileQueuedOrRunning_JoinsIt()
    {
        var (first, isNew) = _board.Request("http");
        Assert.True(isNew);
        Assert.Equal((first, false), _board.Request("topic"));
        _board.Report(first with { State = TrainingState.Running, Fraction = 0.5 });
        var (joined, isNewAgain) = _board.Request("topic");
        Assert.Equal((first.TrainingId, 0.5, false), (joined.TrainingId, joined.Fraction, isNewAgain));
    }

    [Theory]
    [InlineData(TrainingState.Succeeded)]
    [InlineData(TrainingState.Failed)]
    public void Request_AfterTheEnd_BeginsAnother(TrainingState end)
    {
        var (first, _) = _board.Request("http");
        _board.Report(first with { State = end });
        var (second, isNew) = _board.Request("http");
        Assert.True(isNew);
        Assert.NotEqual(first.TrainingId, second.TrainingId);
    }

    [Fact]
    public void Report_OfAnEndedOrAnotherTraining_ChangesNothing()
    {
        var (first, _) = _board.Request("http");
        _board.Report(first with { TrainingId = "another", State = TrainingState.Failed });
        Assert.Equal(TrainingState.Queued, _board.Last!.State);
        _board.Report(first with { State = TrainingState.Succeeded });
        _board.Report(first with { State = TrainingState.Running });
        Assert.Equal(TrainingState.Succeeded, _board.Last!.State);
    }

    [Fact]
    public void Last_AfterSilence_HasFailed()
    {
        var (first, _) = _board.Request("http");
        _time.Advance(TimeSpan.FromMinutes(9));
        _board.Report(first with { State = TrainingState.Running });
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(TrainingState.Running, _board.Last!.State);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TrainingState.Failed, _board.Last!.State);
        Assert.Contains("600 s", _board.Last.Error, StringComparison.Ordinal);
        Assert.True(_board.Request("http").IsNew);
    }
}
