using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using BookRecs.Grains.Log;
using BookRecs.Grains.Topics;
using BookRecs.Messaging.Tests.Fakes;
using static BookRecs.Messaging.Tests.Fakes.Wait;

namespace BookRecs.Messaging.Tests;

/// <summary>What every transport does. Each test has topics of its own.</summary>
public abstract class TopicsSuite
{
    protected const string Topic = TopicNames.NewTransactions;

    protected static readonly MessagingOptions Defaults = new() { RetryDelayMilliseconds = 1, LongestRetryDelayMilliseconds = 20 };

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected abstract ITopics Make(MessagingOptions options);

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

    [Fact]
    public async Task RecordThatCannotBeHandled_GoesToTheDeadLetters_AndTheNextFollows()
    {
        await using var topics = Start(Defaults);
        var dead = Letters(topics.Topics);
        var handled = Channel.CreateUnbounded<string>();
        topics.Topics.Subscribe(Topic, "group", (record, _) => Text(record) == "bad"
            ? throw new InvalidDataException("version must be 1")
            : handled.Writer.WriteAsync(Text(record), Cancelled).AsTask());
        await topics.Topics.PublishAsync(Topic, Record("key", "bad"), Cancelled);
        await topics.Topics.PublishAsync(Topic, Record("key", "good"), Cancelled);
        Assert.Equal(["good"], await TakeAsync(handled.Reader, 1));
        var letter = await dead.ReadAsync(Cancelled);
        Assert.Equal(("key", "bad", "version must be 1"), (letter.Key, Text(letter), letter.Reason));
    }

    [Fact]
    public async Task ByKey_KeepsTheOrderOfAKey_AndLetsNoKeyWaitForAnother()
    {
        await using var topics = Start(Defaults);
        var mayGoOn = new TaskCompletionSource();
        var received = new ConcurrentDictionary<string, ConcurrentQueue<string>>();
        var done = Channel.CreateUnbounded<string>();
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            Assert.Single(records.Select(record => record.Key).Distinct());
            if (records[0].Key == "slow")
                await mayGoOn.Task;
            foreach (var record in records)
            {
                received.GetOrAdd(record.Key, static _ => new()).Enqueue(Text(record));
                await done.Writer.WriteAsync(record.Key, Cancelled);
            }

            return [];
        });
        string[] keys = ["slow", "a", "b", "c", "d"];
        for (var number = 0; number < 100; number++)
        {
            foreach (var key in keys)
                await topics.Topics.PublishAsync(Topic, Record(key, $"{number}"), Cancelled);
        }

        Assert.DoesNotContain("slow", await TakeAsync(done.Reader, 400));
        mayGoOn.SetResult();
        await TakeAsync(done.Reader, 100);
        Assert.All(keys, key => Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}"), received[key]));
    }

    [Fact]
    public async Task ByKey_WithoutAKey_WaitsForNoOther()
    {
        await using var topics = Start(Defaults);
        var mayGoOn = new TaskCompletionSource();
        var done = Channel.CreateUnbounded<string>();
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            var value = Text(Assert.Single(records));
            if (value == "slow")
                await mayGoOn.Task;
            await done.Writer.WriteAsync(value, Cancelled);
            return [];
        });
        await topics.Topics.PublishAsync(Topic, Record("", "slow"), Cancelled);
        await topics.Topics.PublishAsync(Topic, Record("", "fast"), Cancelled);
        Assert.Equal(["fast"], await TakeAsync(done.Reader, 1));
        mayGoOn.SetResult();
        Assert.Equal(["slow"], await TakeAsync(done.Reader, 1));
    }

    [Fact]
    public async Task ByKey_HandsOverWhatWaits_UpToTheBound()
    {
        await using var topics = Start(Defaults with { BatchLimit = 10 });
        var mayGoOn = new TaskCompletionSource();
        var (sizes, witnessed) = (Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<string>());
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            await mayGoOn.Task;
            await sizes.Writer.WriteAsync(records.Count, Cancelled);
            return [];
        });
        topics.Topics.Subscribe(Topic, "witness", async (record, _) => await witnessed.Writer.WriteAsync(Text(record), Cancelled));

        // What another group has seen has most likely reached this one too; where it has not, the next round tells.
        for (var round = 0; round < 20; round++)
        {
            for (var number = 0; number < 41; number++)
                await topics.Topics.PublishAsync(Topic, Record("key", $"{number}"), Cancelled);
            await TakeAsync(witnessed.Reader, 41);
            mayGoOn.SetResult();
            var taken = new List<int>();
            while (taken.Sum() < 41)
                taken.Add(await sizes.Reader.ReadAsync(Cancelled));
            Assert.All(taken, static size => Assert.InRange(size, 1, 10));
            if (taken.Max() > 1)
                return;
            mayGoOn = new TaskCompletionSource();
        }

        Assert.Fail("Records of one key that wait must be handed over together, but each came alone in 20 rounds.");
    }

    [Fact]
    public async Task ByKey_RefusedRecords_GoToTheDeadLetters_AndTheOthersAreDone()
    {
        await using var topics = Start(Defaults);
        var dead = Letters(topics.Topics);
        var handled = Channel.CreateUnbounded<string>();
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            var refused = new List<RefusedRecord>();
            for (var place = 0; place < records.Count; place++)
            {
                if (Text(records[place]) == "bad")
                    refused.Add(new RefusedRecord(place, "kind must be known"));
                else
                    await handled.Writer.WriteAsync(Text(records[place]), Cancelled);
            }

            return refused;
        });
        foreach (var value in new[] { "1", "bad", "2" })
            await topics.Topics.PublishAsync(Topic, Record("key", value), Cancelled);
        Assert.Equal(["1", "2"], await TakeAsync(handled.Reader, 2));
        var letter = await dead.ReadAsync(Cancelled);
        Assert.Equal(("key", "bad", "kind must be known"), (letter.Key, Text(letter), letter.Reason));
    }

    [Fact]
    public async Task WhatPassesByItself_IsWaitedOut_AndKeepsTheOrder()
    {
        await using var topics = Start(Defaults with { Attempts = 1 });
        var failures = 0;
        var handled = Channel.CreateUnbounded<string>();
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            if (Interlocked.Increment(ref failures) <= 20)
                throw new LogUnavailableException("the disk is full");
            foreach (var record in records)
                await handled.Writer.WriteAsync(Text(record), Cancelled);
            return [];
        });
        foreach (var value in new[] { "1", "2", "3" })
            await topics.Topics.PublishAsync(Topic, Record("key", value), Cancelled);
        Assert.Equal(["1", "2", "3"], await TakeAsync(handled.Reader, 3));
        Assert.Equal(0, DeadLetterCount(topics.Topics));
    }

    [Fact]
    public async Task UnexpectedError_IsTriedSomeTimes_AndHarmsNoOtherRecord()
    {
        await using var topics = Start(Defaults with { Attempts = 3 });
        var dead = Letters(topics.Topics);
        var attempts = 0;
        var handled = new ConcurrentQueue<string>();
        topics.Topics.SubscribeByKey(Topic, "group", (records, _) =>
        {
            if (records.Any(record => Text(record) == "bad"))
            {
                if (records.Count == 1)
                    Interlocked.Increment(ref attempts);
                throw new ArithmeticException("no result");
            }

            foreach (var record in records)
                handled.Enqueue(Text(record));
            return Task.FromResult<IReadOnlyList<RefusedRecord>>([]);
        });
        foreach (var value in new[] { "1", "bad", "2" })
            await topics.Topics.PublishAsync(Topic, Record("key", value), Cancelled);
        var letter = await dead.ReadAsync(Cancelled);
        Assert.Equal(("bad", "ArithmeticException: no result"), (Text(letter), letter.Reason));
        Assert.InRange(attempts, 3, 4);
        await UntilAsync(() => handled.Count == 2);
        Assert.Equal(["1", "2"], handled);
    }

    [Fact]
    public async Task RecordsUnderWay_AreBounded_AndAllAreHandledInTheEnd()
    {
        await using var topics = Start(Defaults with { MaxInFlight = 20 });
        var mayGoOn = new TaskCompletionSource();
        var (begun, handled) = (0, 0);
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            Interlocked.Add(ref begun, records.Count);
            await mayGoOn.Task;
            Interlocked.Add(ref handled, records.Count);
            return [];
        });
        for (var number = 0; number < 200; number++)
            await topics.Topics.PublishAsync(Topic, Record($"key {number}", "v"), Cancelled);
        await UntilAsync(() => Volatile.Read(ref begun) == 20);
        await AfterPauseAsync();
        Assert.Equal(20, Volatile.Read(ref begun));
        mayGoOn.SetResult();
        await UntilAsync(() => Volatile.Read(ref handled) == 200);
        Assert.Equal(200, begun);
    }

    [Fact]
    public async Task RecordThatDoesNotEnd_KeepsNoneInMemoryThatEndAfterIt()
    {
        const int Keys = 20;
        const int Count = 1_000;
        await using var topics = Start(Defaults with { MaxInFlight = Keys });
        var mayEnd = new TaskCompletionSource();
        var handled = new ConcurrentQueue<WeakReference>();
        topics.Topics.SubscribeByKey(Topic, "group", async (records, leaving) =>
        {
            if (records[0].Key == "stuck")
                await mayEnd.Task.WaitAsync(leaving);
            foreach (var record in records)
                handled.Enqueue(new WeakReference(record));
            return [];
        });
        await topics.Topics.PublishAsync(Topic, Record("stuck", "v"), Cancelled);
        for (var number = 0; number < Count; number++)
            await topics.Topics.PublishAsync(Topic, Record($"key {number % Keys}", "v"), Cancelled);
        await UntilAsync(() => handled.Count == Count);

        // What was handled last may still be on a stack.
        GC.Collect();
        var held = handled.Count(static record => record.IsAlive);
        Assert.True(held <= Keys, $"{held} of {Count} records are held that are done; only those under way must be, of which there are at most {Keys}");
        mayEnd.SetResult();
        await UntilAsync(() => handled.Count == Count + 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Figures_OfAConsumer_CountWhatIsUnderWay_AndNothingWhenItIsIdle(bool byKey)
    {
        var group = $"{GetType().Name} {byKey}";
        await using var topics = Start(Defaults);
        var begun = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        using var figures = new ConsumerFigures(group);
        if (byKey)
        {
            topics.Topics.SubscribeByKey(Topic, group, async (_, leaving) =>
            {
                await HandleAsync(leaving);
                return [];
            });
        }
        else
        {
            topics.Topics.Subscribe(Topic, group, (_, leaving) => HandleAsync(leaving));
        }

        await AfterPauseAsync();
        Assert.Equal((0, 0), figures.Read());
        await topics.Topics.PublishAsync(Topic, Record("a", "v"), Cancelled);
        await begun.Task.WaitAsync(Cancelled);
        await UntilAsync(() => figures.Read() == (1, 1));
        mayEnd.SetResult();
        await UntilAsync(() => figures.Read() == (0, 0));

        async Task HandleAsync(CancellationToken leaving)
        {
            begun.TrySetResult();
            await mayEnd.Task.WaitAsync(leaving);
        }
    }

    [Fact]
    public async Task Leaving_AsksAHandlerOfSingleRecordsToEnd_AndWaitsForIt()
    {
        await using var topics = Start(Defaults);
        var started = new TaskCompletionSource();
        var ended = false;
        var subscription = topics.Topics.Subscribe(TopicNames.RetrainModel, "trainer", async (_, leaving) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, leaving).ContinueWith(static _ => { }, TaskScheduler.Default);
            ended = true;
        });
        await topics.Topics.PublishAsync(TopicNames.RetrainModel, Record("a", "v"), Cancelled);
        await started.Task.WaitAsync(Cancelled);
        await subscription.DisposeAsync();
        await UntilAsync(() => Volatile.Read(ref ended));
    }

    [Fact]
    public async Task Leaving_LetsRecordsUnderWayEnd()
    {
        await using var topics = Start(Defaults);
        var started = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        var ended = false;
        var subscription = topics.Topics.SubscribeByKey(Topic, "group", async (_, leaving) =>
        {
            started.SetResult();
            await mayEnd.Task.WaitAsync(leaving);
            ended = true;
            return [];
        });
        await topics.Topics.PublishAsync(Topic, Record("a", "v"), Cancelled);
        await started.Task.WaitAsync(Cancelled);
        var leaving = subscription.DisposeAsync().AsTask();
        mayEnd.SetResult();
        await leaving.WaitAsync(Cancelled);
        Assert.True(ended, "a record under way must be let end");
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

    protected abstract long DeadLetterCount(ITopics topics);

    /// <summary>Long enough for a transport to do what it must not.</summary>
    protected abstract Task AfterPauseAsync();

    protected static TopicRecord Record(string key, string value) => new(key, Encoding.UTF8.GetBytes(value));

    protected static string Text(TopicRecord record) => Encoding.UTF8.GetString(record.Value.Span);

    protected static ChannelReader<string> Collect(ITopics topics, string group)
    {
        var received = Channel.CreateUnbounded<string>();
        topics.Subscribe(Topic, group, (record, _) => received.Writer.WriteAsync(Text(record), Cancelled).AsTask());
        return received.Reader;
    }

    protected static ChannelReader<TopicRecord> Letters(ITopics topics)
    {
        var letters = Channel.CreateUnbounded<TopicRecord>();
        topics.Subscribe(TopicNames.DeadLetterOf(Topic), "letters", (record, _) => letters.Writer.WriteAsync(record, Cancelled).AsTask());
        return letters.Reader;
    }

    protected static async Task<List<string>> TakeAsync(ChannelReader<string> reader, int count)
    {
        var taken = new List<string>();
        while (taken.Count < count)
            taken.Add(await reader.ReadAsync(Cancelled).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancelled));
        return taken;
    }

    protected StartedTopics Start(MessagingOptions options) => new(Make(options));

    protected sealed record StartedTopics(ITopics Topics) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ((IAsyncDisposable)Topics).DisposeAsync();
    }
}
