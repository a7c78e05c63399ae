using BookRecs.Grains.Topics;
using static BookRecs.Messaging.Tests.Fakes.Wait;

namespace BookRecs.Messaging.Tests;

/// <summary>What a handler may still do when its consumer leaves.</summary>
public abstract class LeavingSuite(ITransport transport) : TopicsSuite(transport)
{
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
}
