using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using BookRecs.Grains.Log;
using BookRecs.Grains.Topics;
using BookRecs.Messaging.InProcess;
using Microsoft.Extensions.Logging.Testing;
using Orleans.Runtime;
using static BookRecs.Messaging.Tests.Fakes.Wait;

namespace BookRecs.Messaging.Tests;

/// <summary>Topics within the process.</summary>
public sealed class InProcessTopicsTests() : TopicsSuite(new InProcessTransport())
{
    [Fact]
    public void Names_AreTheWireContract() => Assert.Equal(
        [
            "new_transactions", "retrain_model", "model_updated", "refresh_recommendations", "requests_for_predictions",
            "recommendation_updates",
        ],
        TopicNames.All);

    [Fact]
    public async Task Publish_WithoutAnyGroup_IsAcceptedAndDropped()
    {
        await using var started = Start(Defaults);
        for (var number = 0; number < 10; number++)
            await started.Topics.PublishAsync(Topic, Record("key", "early"), Cancelled);
        var late = Collect(started.Topics, "late");
        await started.Topics.PublishAsync(Topic, Record("key", "now"), Cancelled);
        Assert.Equal(["now"], await TakeAsync(late, 1));
    }

    [Fact]
    public async Task Publish_GroupFarBehind_WaitsUntilItCatchesUp()
    {
        await using var topics = Start(Defaults with { Capacity = 2 });
        var started = new TaskCompletionSource();
        var mayGoOn = new TaskCompletionSource();
        topics.Topics.Subscribe(Topic, "slow", (_, _) =>
        {
            started.TrySetResult();
            return mayGoOn.Task;
        });
        await topics.Topics.PublishAsync(Topic, Record("key", "worked on"), Cancelled);
        await started.Task.WaitAsync(Cancelled);
        await topics.Topics.PublishAsync(Topic, Record("key", "waits 1"), Cancelled);
        await topics.Topics.PublishAsync(Topic, Record("key", "waits 2"), Cancelled);
        var publish = topics.Topics.PublishAsync(Topic, Record("key", "one too many"), Cancelled).AsTask();
        Assert.False(publish.IsCompleted, "a full queue must hold publishers up instead of growing");
        mayGoOn.SetResult();
        await publish.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task Publish_WhileWaiting_CanGiveUp()
    {
        await using var topics = Start(Defaults with { Capacity = 2 });
        var mayGoOn = new TaskCompletionSource();
        topics.Topics.Subscribe(Topic, "slow", (_, _) => mayGoOn.Task);
        using var givingUp = new CancellationTokenSource();
        var publishes = Enumerable.Range(0, 4)
            .Select(number => topics.Topics.PublishAsync(Topic, Record("key", $"{number}"), givingUp.Token).AsTask())
            .ToArray();
        await givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(publishes));
        mayGoOn.SetResult();
    }

    [Fact]
    public async Task Records_AreCountedByTopic()
    {
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "BookRecs.Messaging")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
            counts.AddOrUpdate($"{instrument.Name} {tags[0].Value}", count, (_, before) => before + count));
        listener.SetMeasurementEventCallback<double>((instrument, delay, tags, _) => counts[$"{instrument.Name} {tags[0].Value}"] = delay >= 0 ? 1 : 0);
        listener.Start();
        await using var topics = Start(Defaults);

        // The meter is one for all tests of the process: this topic is only used here.
        const string Rare = TopicNames.RequestsForPredictions;
        topics.Topics.Subscribe(Rare, "group", (record, _) => Text(record) == "bad" ? throw new InvalidDataException("no") : Task.CompletedTask);
        await topics.Topics.PublishAsync(Rare, Record("key", "bad"), Cancelled);
        await topics.Topics.PublishAsync(Rare, Record("key", "good"), Cancelled);
        await UntilAsync(() => CountOf("handled") == 1 && CountOf("delay") == 1);
        Assert.Equal(1, CountOf("dead_letters"));

        long CountOf(string instrument) => counts.GetValueOrDefault($"bookrecs.topic.{instrument} {Rare}");
    }

    public static TheoryData<Exception, string> PassingErrors() => new()
    {
        { new LogUnavailableException("The store is closed."), "The store is closed." },
        { new TopicsUnavailableException("Kafka is away."), "Kafka is away." },
        { new TimeoutException("user/reader-00001 did not answer"), "TimeoutException" },
        { new SiloUnavailableException("user/reader-00001 was not reached"), "SiloUnavailableException" },
    };

    [Theory]
    [MemberData(nameof(PassingErrors))]
    public async Task ErrorThatPasses_IsLogged_WithItsTextOnlyWhereThatNamesNoReader(Exception error, string reason)
    {
        var log = new FakeLogger<InProcessTopics>();
        await using var topics = new InProcessTopics(Defaults, TimeProvider.System, log);
        var attempts = 0;
        var done = new TaskCompletionSource();
        topics.Subscribe(Topic, "group", (_, _) =>
        {
            if (Interlocked.Increment(ref attempts) == 1)
                throw error;
            done.SetResult();
            return Task.CompletedTask;
        });
        await topics.PublishAsync(Topic, Record("reader-00001", "v"), Cancelled);
        await done.Task.WaitAsync(Cancelled);
        Assert.Equal(
            $"Consuming topic {Topic} waits, with 1 records under way: {reason}", Assert.Single(log.Collector.GetSnapshot()).Message);
    }
}
