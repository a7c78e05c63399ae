using BookRecs.Grains.Topics;
using BookRecs.Messaging.Consuming;
using BookRecs.Messaging.Kafka;
using BookRecs.Messaging.Tests.Fakes;
using Confluent.Kafka;

namespace BookRecs.Messaging.Tests;

/// <summary>The lag of partitions that no record has come of: paused ones, refused ones, and those of a consumer that is stuck.</summary>
public sealed class ConsumerLagTests : IDisposable
{
    private static readonly TopicPartition Partition = new(TopicNames.NewTransactions, 0);

    private readonly FakeKafka _kafka = new();
    private readonly ManualTime _time = new();
    private readonly DeliverySource _source = new(0);
    private readonly ConsumerLag _lag;

    public ConsumerLagTests()
    {
        _lag = new ConsumerLag(_kafka.MakeConsumer("group", static _ => { }, static _ => { }, static _ => { }), _time);
        _kafka.Fill(Partition, 10);
    }

    public void Dispose() => _source.Dispose();

    [Theory]
    [InlineData(null, 6)]
    [InlineData(7, 3)]
    [InlineData(10, 0)]
    [InlineData(2, 6)]
    [InlineData(11, 6)]
    public void Lag_CountsFromTheCommittedOffset_OrFromTheOldestRecordWhereThatIsNotThere(int? committed, int lag)
    {
        _kafka.Oldest = 4;
        if (committed is { } offset)
            _kafka.Committed[Partition] = offset;
        Assert.Equal(lag, Read());
    }

    [Fact]
    public void Lag_WhenTheBrokersDidNotAnswer_IsAskedForAgainAfterAWhile()
    {
        _kafka.IsAway = true;
        Assert.Equal(0, Read());
        _kafka.IsAway = false;
        Assert.Equal(0, Read());
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(10, Read());
    }

    [Fact]
    public void Lag_OfAPartitionThatIsNotFetched_GrowsWithIt()
    {
        Assert.Equal(10, Read());
        _kafka.Fill(Partition, 25);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(25, Read());
    }

    [Fact]
    public void Lag_OnceARecordCame_CountsFromTheOldestThatIsNotDone()
    {
        Assert.Equal(10, Read());
        _kafka.Fetched[Partition] = new WatermarkOffsets(0, 12);
        var delivery = new Delivery(new TopicRecord("", default), _source, 0, null);
        _source.Add(delivery);
        Assert.Equal(12, Read());
        _source.Complete(delivery);
        Assert.Equal(11, Read());
    }

    private long Read() => _lag.Read(new Dictionary<TopicPartition, DeliverySource> { [Partition] = _source });
}
