using System.Collections.Concurrent;
using BookRecs.Grains.Topics;
using BookRecs.Messaging.Tests.Fakes;
using Confluent.Kafka;
using static BookRecs.Messaging.Tests.Fakes.Wait;

namespace BookRecs.Messaging.Tests;

/// <summary>Where consumers begin, what they take, and how far behind they are.</summary>
public sealed class KafkaConsumptionTests(KafkaBrokerFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NextConsumer_BeginsAfterWhatIsDone_AndWithWhatIsNot()
    {
        var options = fixture.Own(new MessagingOptions { DrainMilliseconds = 0 });
        var mayEnd = new TaskCompletionSource();
        var handled = new ConcurrentQueue<string>();
        await using (var topics = KafkaBrokerFixture.Make(options))
        {
            topics.SubscribeByKey(TopicNames.NewTransactions, "group", async (records, leaving) =>
            {
                if (records[0].Key == "stuck")
                    await mayEnd.Task.WaitAsync(leaving);
                foreach (var record in records)
                    handled.Enqueue(record.Key);
                return [];
            });
            foreach (var key in new[] { "a", "b", "c", "d", "stuck" })
                await topics.PublishAsync(TopicNames.NewTransactions, Record(key), Cancelled);
            await UntilAsync(() => handled.Count == 4);
        }

        Assert.DoesNotContain("stuck", handled);
        await using var next = KafkaBrokerFixture.Make(options);
        var repeated = new ConcurrentQueue<string>();
        next.SubscribeByKey(TopicNames.NewTransactions, "group", (records, _) =>
        {
            foreach (var record in records)
                repeated.Enqueue(record.Key);
            return Task.FromResult<IReadOnlyList<RefusedRecord>>([]);
        });
        await UntilAsync(() => repeated.Contains("stuck"));
        await next.PublishAsync(TopicNames.NewTransactions, Record("a"), Cancelled);
        await UntilAsync(() => repeated.Contains("a"));
        Assert.Equal(["a", "stuck"], repeated.Order());
    }

    [Fact]
    public async Task Lag_OfAConsumerThatIsStuck_IsThatOfAllItsPartitions()
    {
        const int Records = 40;
        const string Group = "stuck group";
        await using var topics = KafkaBrokerFixture.Make(fixture.Own(new MessagingOptions { MaxInFlight = 1, DrainMilliseconds = 0 }));
        foreach (var number in Enumerable.Range(0, Records))
            await topics.PublishAsync(TopicNames.NewTransactions, Record($"key {number}"), Cancelled);

        // The first record, of one partition, keeps those of all others waiting.
        topics.SubscribeByKey(TopicNames.NewTransactions, Group, async (_, leaving) =>
        {
            await Task.Delay(Timeout.Infinite, leaving);
            return [];
        });
        using var figures = new ConsumerFigures(Group);
        await UntilAsync(() => figures.Read().Lag == Records);
    }

    /// <summary>Other producers write what Kafka takes: a time in microseconds, and a header without a value.</summary>
    [Fact]
    public async Task OddTimeAndHeaders_AreNoReasonNotToTakeARecord()
    {
        var options = fixture.Own(new MessagingOptions());
        var topic = options.Kafka.TopicPrefix + TopicNames.NewTransactions;
        await using var topics = KafkaBrokerFixture.Make(options);
        var handled = new ConcurrentQueue<string>();
        topics.Subscribe(TopicNames.NewTransactions, "group", (record, _) =>
        {
            handled.Enqueue(record.Key);
            return Task.CompletedTask;
        });
        using var producer = fixture.MakeProducer();
        foreach (var milliseconds in new[] { 1_790_000_000_000_000, long.MaxValue, 0 })
        {
            await producer.ProduceAsync(
                topic,
                new Message<string, byte[]>
                {
                    Key = $"{milliseconds}",
                    Value = [1],
                    Timestamp = new Timestamp(milliseconds, TimestampType.CreateTime),
                    Headers = new Headers { { "reason", null } },
                },
                Cancelled);
        }

        await UntilAsync(() => handled.Count == 3);
    }

    private static TopicRecord Record(string key) => new(key, "v"u8.ToArray());
}
