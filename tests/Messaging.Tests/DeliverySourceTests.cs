using BookRecs.Grains.Topics;
using BookRecs.Messaging.Consuming;

namespace BookRecs.Messaging.Tests;

/// <summary>How far all records of a partition are done, in whatever order they end.</summary>
public sealed class DeliverySourceTests : IDisposable
{
    private readonly DeliverySource _source = new(0);

    public void Dispose() => _source.Dispose();

    [Fact]
    public void Position_IsThatOfTheOldestRecordUnderWay_OrTheEnd()
    {
        Assert.Equal(-1, _source.Position);
        Delivery[] deliveries = [.. new[] { 7, 8, 11, 12 }.Select(offset => new Delivery(new TopicRecord("", default), _source, offset, null))];
        foreach (var delivery in deliveries)
            _source.Add(delivery);
        int[] order = [2, 0, 3, 1];
        Assert.Equal([7, 8, 8, 13], order.Select(place =>
        {
            _source.Complete(deliveries[place]);
            return _source.Position;
        }));
    }

    [Fact]
    public void Position_IsTakenWhenItHasMoved()
    {
        var delivery = new Delivery(new TopicRecord("", default), _source, 7, null);
        _source.Add(delivery);
        Assert.False(_source.TryTakePosition(out _), "nothing is done yet");
        _source.Complete(delivery);
        Assert.True(_source.TryTakePosition(out var position), "a record is done");
        Assert.Equal(8, position);
        Assert.False(_source.TryTakePosition(out _), "it was taken already");
    }
}
