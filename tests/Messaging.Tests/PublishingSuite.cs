using System.Threading.Channels;
using BookRecs.Grains.Topics;

namespace BookRecs.Messaging.Tests;

/// <summary>Who gets what is published.</summary>
public abstract class PublishingSuite(ITransport transport) : TopicsSuite(transport)
{
    [Fact]
    public async Task Publish_ReachesEveryGroup_InOrder()
    {
        await using var topics = Start(Defaults);
        var first = Collect(topics.Topics, "one");
        var second = Collect(topics.Topics, "two");
        foreach (var value in new[] { "a", "b", "c" })
            await topics.Topics.PublishAsync(Topic, Record("key", value), Cancelled);
        Assert.Equal(["a", "b", "c"], await TakeAsync(first, 3));
        Assert.Equal(["a", "b", "c"], await TakeAsync(second, 3));
    }

    [Fact]
    public async Task Publish_ToOneGroup_ReachesOneMember()
    {
        await using var topics = Start(Defaults);
        var received = Channel.CreateUnbounded<string>();
        for (var member = 0; member < 2; member++)
            topics.Topics.Subscribe(Topic, "group", (record, _) => received.Writer.WriteAsync(Text(record), Cancelled).AsTask());
        for (var number = 0; number < 30; number++)
            await topics.Topics.PublishAsync(Topic, Record($"key {number}", $"{number}"), Cancelled);
        var values = await TakeAsync(received.Reader, 30);
        Assert.Equal(30, values.Distinct().Count());
        Assert.False(received.Reader.TryRead(out _), "a record must reach one member of a group only");
    }

    [Fact]
    public async Task Subscribe_HandlesOneRecordAtATime()
    {
        await using var topics = Start(Defaults);
        var (running, most) = (0, 0);
        var done = Channel.CreateUnbounded<string>();
        topics.Topics.Subscribe(Topic, "group", async (record, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            await done.Writer.WriteAsync(record.Key, Cancelled);
        });
        for (var number = 0; number < 50; number++)
            await topics.Topics.PublishAsync(Topic, Record($"key {number}", "v"), Cancelled);
        await TakeAsync(done.Reader, 50);
        Assert.Equal(1, most);
    }

    [Theory]
    [InlineData("unheard_of")]
    [InlineData("unheard_of.dead_letter")]
    public async Task UnknownTopic_IsRefusedByName(string topic)
    {
        await using var topics = Start(Defaults);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => topics.Topics.PublishAsync(topic, Record("a", "v"), Cancelled).AsTask());
        Assert.Contains($"'{topic}'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => topics.Topics.Subscribe(topic, "group", (_, _) => Task.CompletedTask));
        Assert.Throws<ArgumentException>(() => topics.Topics.SubscribeByKey(topic, "group", (_, _) => throw new InvalidOperationException()));
    }

    [Fact]
    public async Task Ping_SaysWhatIsUsed()
    {
        await using var topics = Start(Defaults);
        Assert.NotEmpty(await ((ITopicsProbe)topics.Topics).PingAsync(Cancelled));
    }
}
