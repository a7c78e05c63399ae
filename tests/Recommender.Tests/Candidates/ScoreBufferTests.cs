using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class ScoreBufferTests
{
    [Fact]
    public void RemoveWithoutScore_KeepsWhatIsAboveZeroInItsOrder()
    {
        var buffer = new ScoreBuffer(200);
        foreach (var (item, score) in new[] { (130, 2f), (5, -1f), (64, 0f), (3, 1f), (130, -3f), (7, float.NaN), (5, 4f), (199, 0.5f) })
            buffer.Add(item, score);
        buffer.RemoveWithoutScore();
        Assert.Equal([5, 3, 199], buffer.Touched.ToArray());
        Assert.Equal([3f, 1f, 0.5f, 0f, 0f, 0f], new[] { 5, 3, 199, 130, 64, 7 }.Select(item => buffer[item]));
    }

    [Fact]
    public void RemoveWithoutScore_LeavesABufferThatCanBeAddedToAndCleared()
    {
        var buffer = new ScoreBuffer(70);
        buffer.Add(64, -1f);
        buffer.Add(65, 1f);
        buffer.RemoveWithoutScore();
        buffer.Add(64, 2f);
        Assert.Equal([65, 64], buffer.Touched.ToArray());
        Assert.Equal(2f, buffer[64]);
        buffer.Clear();
        Assert.True(buffer.Touched.IsEmpty);
        Assert.All(Enumerable.Range(0, 70), item => Assert.Equal(0f, buffer[item]));
        buffer.Add(64, 3f);
        Assert.Equal([64], buffer.Touched.ToArray());
    }
}
