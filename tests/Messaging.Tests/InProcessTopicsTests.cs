using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Threading.Channels;
using BookRecs.Grains.Topics;
using BookRecs.Messaging.InProcess;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookRecs.Messaging.Tests;

public sealed class InProcessTopicsTests : IAsyncDisposable
{
    private readonly InProcessTopics _topics = new(new InProcessTopicsOptions { Capacity = 2 }, NullLogger<InProcessTopics>.Instance);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _topics.DisposeAsync();

    [Fact]
    public void Names_AreTheWireContract() => Assert.Equal(
        [
            "new_transactions", "retrain_model", "model_updated", "refresh_recommendations", "requests_for_predictions",
            "recommendation_updates",
        ],
        TopicNames.All);

    [Fact]
    public async Task Publish_ReachesEveryGroupInOrder()
    {
        var first = Collect("one");
        var second = Collect("two");
        foreach (var key in new[] { "a", "b", "c" })
            await _topics.PublishAsync(TopicNames.ModelUpdated, Record(key), Cancelled);
        Assert.Equal(["a", "b", "c"], await TakeAsync(first, 3));
        Assert.Equal(["a", "b", "c"], await TakeAsync(second, 3));
    }

    [Fact]
    public async Task Publish_ToOneGroup_ReachesOneMember()
    {
        var received = Channel.CreateUnbounded<string>();
        for (var member = 0; member < 3; member++)
            _topics.Subscribe(TopicNames.ModelUpdated, "group", (record, _) => received.Writer.WriteAsync(record.Key, Cancelled).AsTask());
        for (var number = 0; number < 30; number++)
            await _topics.PublishAsync(TopicNames.ModelUpdated, Record($"{number}"), Cancelled);
        var keys = await TakeAsync(received.Reader, 30);
        Assert.Equal(30, keys.Distinct().Count());
        Assert.False(received.Reader.TryRead(out _), "a record must reach one member of a group only");
    }

    [Fact]
    public async Task Publish_WithoutAnyGroup_IsAcceptedAndDropped()
    {
        for (var number = 0; number < 10; number++)
            await _topics.PublishAsync(TopicNames.ModelUpdated, Record("early"), Cancelled);
        var late = Collect("late");
        await _topics.PublishAsync(TopicNames.ModelUpdated, Record("now"), Cancelled);
        Assert.Equal(["now"], await TakeAsync(late, 1));
    }

    [Fact]
    public async Task Publish_GroupFarBehind_WaitsUntilItCatchesUp()
    {
        var started = new TaskCompletionSource();
        var mayGoOn = new TaskCompletionSource();
        _topics.Subscribe(TopicNames.ModelUpdated, "slow", (_, _) =>
        {
            started.TrySetResult();
            return mayGoOn.Task;
        });
        await _topics.PublishAsync(TopicNames.ModelUpdated, Record("worked on"), Cancelled);
        await started.Task.WaitAsync(Cancelled);
        await _topics.PublishAsync(TopicNames.ModelUpdated, Record("waits 1"), Cancelled);
        await _topics.PublishAsync(TopicNames.ModelUpdated, Record("waits 2"), Cancelled);
        var publish = _topics.PublishAsync(TopicNames.ModelUpdated, Record("one too many"), Cancelled).AsTask();
        Assert.False(publish.IsCompleted, "a full queue must hold publishers up instead of growing");
        mayGoOn.SetResult();
        await publish.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task Publish_WhileWaiting_CanGiveUp()
    {
        var mayGoOn = new TaskCompletionSource();
        _topics.Subscribe(TopicNames.ModelUpdated, "slow", (_, _) => mayGoOn.Task);
        using var givingUp = new CancellationTokenSource();
        var publishes = Enumerable.Range(0, 4)
            .Select(number => _topics.PublishAsync(TopicNames.ModelUpdated, Record($"{number}"), givingUp.Token).AsTask())
            .ToArray();
        await givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(publishes));
        mayGoOn.SetResult();
    }

    [Fact]
    public async Task Handler_ThatThrows_SendsTheRecordToTheDeadLettersAndGoesOn()
    {
        var dead = Channel.CreateUnbounded<TopicRecord>();
        _topics.Subscribe(
            TopicNames.DeadLetterOf(TopicNames.RetrainModel), "dead", (record, _) => dead.Writer.WriteAsync(record, Cancelled).AsTask());
        var handled = Channel.CreateUnbounded<string>();
        _topics.Subscribe(TopicNames.RetrainModel, "trainer", (record, _) => record.Key == "bad"
            ? throw new InvalidDataException("version must be 1")
            : handled.Writer.WriteAsync(record.Key, Cancelled).AsTask());
        await _topics.PublishAsync(TopicNames.RetrainModel, Record("bad"), Cancelled);
        await _topics.PublishAsync(TopicNames.RetrainModel, Record("good"), Cancelled);
        Assert.Equal(["good"], await TakeAsync(handled.Reader, 1));
        var letter = await dead.Reader.ReadAsync(Cancelled);
        Assert.Equal(("bad", "value of bad", "version must be 1"), (letter.Key, Encoding.UTF8.GetString(letter.Value.Span), letter.Reason));
        Assert.Equal((1, 0), (_topics.DeadLetterCount(TopicNames.RetrainModel), _topics.DeadLetterCount(TopicNames.ModelUpdated)));
    }

    [Fact]
    public async Task DeadLetters_AreCountedByTopic()
    {
        var counts = new ConcurrentQueue<(long Count, object? Topic)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "bookrecs.topic.dead_letters")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => counts.Enqueue((count, tags[0].Value)));
        listener.Start();
        await using var topics = new InProcessTopics(new InProcessTopicsOptions(), NullLogger<InProcessTopics>.Instance);
        var after = Channel.CreateUnbounded<string>();
        topics.Subscribe(TopicNames.NewTransactions, "group", (record, _) => record.Key == "bad"
            ? throw new InvalidDataException("no")
            : after.Writer.WriteAsync(record.Key, Cancelled).AsTask());
        await topics.PublishAsync(TopicNames.NewTransactions, Record("bad"), Cancelled);
        await topics.PublishAsync(TopicNames.NewTransactions, Record("good"), Cancelled);
        await TakeAsync(after.Reader, 1);
        Assert.Contains((1L, (object?)TopicNames.NewTransactions), counts);
    }

    [Fact]
    public async Task Dispose_OfASubscription_CompletesWithTheRecordUnderWay()
    {
        var started = new TaskCompletionSource();
        var ended = false;
        var subscription = _topics.Subscribe(TopicNames.RetrainModel, "trainer", async (_, leaving) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, leaving).ContinueWith(static _ => { }, TaskScheduler.Default);
            ended = true;
        });
        await _topics.PublishAsync(TopicNames.RetrainModel, Record("a"), Cancelled);
        await started.Task.WaitAsync(Cancelled);
        await subscription.DisposeAsync();
        Assert.True(ended, "leaving must wait for the handler");
    }

    [Theory]
    [InlineData("unheard_of")]
    [InlineData("unheard_of.dead_letter")]
    public async Task UnknownTopic_IsRefusedByName(string topic)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _topics.PublishAsync(topic, Record("a"), Cancelled).AsTask());
        Assert.Contains($"'{topic}'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _topics.Subscribe(topic, "group", (_, _) => Task.CompletedTask));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1_000_001, 1)]
    public void Options_OutOfBounds_NameSettingValueAndRule(int capacity, int failures)
    {
        var found = new InProcessTopicsOptions { Capacity = capacity }.Validate().ToList();
        Assert.Equal(failures, found.Count);
        Assert.All(found, failure => Assert.Equal($"BookRecs:Messaging:Capacity is {capacity}; it must be from 1 to 1000000", failure));
    }

    private static TopicRecord Record(string key) => new(key, Encoding.UTF8.GetBytes($"value of {key}"));

    private static async Task<List<string>> TakeAsync(ChannelReader<string> reader, int count)
    {
        var taken = new List<string>();
        while (taken.Count < count)
            taken.Add(await reader.ReadAsync(Cancelled));
        return taken;
    }

    private ChannelReader<string> Collect(string group)
    {
        var received = Channel.CreateUnbounded<string>();
        _topics.Subscribe(TopicNames.ModelUpdated, group, (record, _) => received.Writer.WriteAsync(record.Key, Cancelled).AsTask());
        return received.Reader;
    }
}
