using System.Collections.Concurrent;
using BookRecs.Messaging.Tests.Fakes;
using static BookRecs.Messaging.Tests.Fakes.Wait;

namespace BookRecs.Messaging.Tests;

/// <summary>How many records are held at a time, and what a consumer shows of them.</summary>
public abstract class MemorySuite(ITransport transport) : TopicsSuite(transport)
{
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
        await Transport.AfterPauseAsync(Cancelled);
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

        await Transport.AfterPauseAsync(Cancelled);
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
}
