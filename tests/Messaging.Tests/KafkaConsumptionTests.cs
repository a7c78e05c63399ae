using System.Collections.Concurrent;
using System.Text;
using BookRecs.Grains.Topics;
using BookRecs.Messaging.Kafka;
using BookRecs.Messaging.Tests.Fakes;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using static BookRecs.Messaging.Tests.Fakes.Wait;

namespace BookRecs.Messaging.Tests;

/// <summary>Offsets, rebalances and brokers that are away.</summary>
public sealed class KafkaConsumptionTests(KafkaBrokerFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NextConsumer_BeginsAfterWhatIsDone_AndWithWhatIsNot()
    {
        var options = fixture.Own(new MessagingOptions { DrainMilliseconds = 0 });
        var mayEnd = new TaskCompletionSource();
        var handled = new ConcurrentQueue<string>();
        await using (var topics = Make(options))
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
        await using var next = Make(options);
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

    /// <summary>
    /// A broker may refuse a commit during a rebalance, and the next consumer then repeats what was not committed: such a run proves that nothing is
    /// lost and the order is kept, and another one must prove that nothing is repeated.
    /// </summary>
    [Fact]
    public async Task Rebalance_LosesNothing_RepeatsNothing_AndKeepsTheOrder()
    {
        const int MostRuns = 5;
        for (var run = 1; ; run++)
        {
            var (received, rounds, told) = await MovePartitionsAsync();
            var mayRepeat = told.Exists(static line => line.Id.Name is "CommitFailed" or "GivenUp" or "Lost");
            foreach (var (key, values) in received)
            {
                var isRight = mayRepeat ? IsWholeWithRepetitions(values) : values.SequenceEqual(Enumerable.Range(0, rounds));
                Assert.True(isRight, $"{key} was handed out as {string.Join(", ", values)}. The consumers told:\n{string.Join('\n', told)}");
            }

            if (!mayRepeat)
                return;
            Assert.True(run < MostRuns, $"the broker took the commits of no run. The consumers of the last one told:\n{string.Join('\n', told)}");
        }

        // A repetition begins at or before where the last one ended, and goes on from there in order.
        static bool IsWholeWithRepetitions(IReadOnlyCollection<int> values)
        {
            var before = -1;
            return values.All(value => value <= before + 1 && (before = value) >= 0);
        }
    }

    [Fact]
    public async Task Lag_OfAConsumerThatIsStuck_IsThatOfAllItsPartitions()
    {
        const int Records = 40;
        const string Group = "stuck group";
        await using var topics = Make(fixture.Own(new MessagingOptions { MaxInFlight = 1, DrainMilliseconds = 0 }));
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

    [Fact]
    public async Task DeadLetter_HoldsTheBytesAsTheyCame_AndTellsWhereFrom()
    {
        var options = fixture.Own(new MessagingOptions());
        var topic = options.Kafka.TopicPrefix + TopicNames.NewTransactions;
        await using var topics = Make(options);
        topics.Subscribe(TopicNames.NewTransactions, "group", (_, _) => throw new InvalidDataException("version is missing; it must be 1"));
        await fixture.Broker.PublishAsync(topic, ["someone|not JSON at all"]);
        await UntilAsync(() => topics.DeadLetterCount(TopicNames.NewTransactions) == 1);
        var letter = Assert.Single(await fixture.Broker.ReadAsync(TopicNames.DeadLetterOf(topic), "%k|%s|%h\n"));
        Assert.Matches($@"^someone\|not JSON at all\|reason=version is missing; it must be 1,source={topic}:[0-3]:0$", letter);
    }

    [Fact]
    public async Task DeadLetter_HoldsTheHeadersOfTheRecord_BesideItsOwn()
    {
        var options = fixture.Own(new MessagingOptions());
        var topic = options.Kafka.TopicPrefix + TopicNames.NewTransactions;
        await using var topics = Make(options);
        topics.Subscribe(TopicNames.NewTransactions, "group", (_, _) => throw new InvalidDataException("version is missing; it must be 1"));
        using var producer = MakeProducer();
        var headers = new Headers { { "traceparent", "00-1f"u8.ToArray() }, { "reason", "returned"u8.ToArray() }, { "empty", null } };
        await producer.ProduceAsync(topic, new Message<string, byte[]> { Key = "someone", Value = [1], Headers = headers }, Cancelled);
        await UntilAsync(() => topics.DeadLetterCount(TopicNames.NewTransactions) == 1);
        var letter = Assert.Single(await fixture.Broker.ReadAsync(TopicNames.DeadLetterOf(topic), "%h\n"));
        Assert.Matches(
            $"^reason=version is missing; it must be 1,source={topic}:[0-3]:0,original.traceparent=00-1f,original.reason=returned,original.empty=NULL$",
            letter);
    }

    [Fact]
    public async Task DeadLetterThatIsTooLarge_GoesWithoutTheBytes_AndTellsWhereTheyLie()
    {
        var options = fixture.Own(new MessagingOptions());
        var topic = options.Kafka.TopicPrefix + TopicNames.NewTransactions;
        await using var topics = Make(options);
        var handled = new ConcurrentQueue<string>();
        topics.SubscribeByKey(TopicNames.NewTransactions, "group", (records, _) =>
        {
            var text = Encoding.UTF8.GetString(records[0].Value.Span);
            if (text.Length > 1)
                throw new InvalidDataException($"kind is {text}; it must be purchase");
            handled.Enqueue(text);
            return Task.FromResult<IReadOnlyList<RefusedRecord>>([]);
        });
        using var producer = MakeProducer();
        foreach (var value in new[] { new string('x', 1_100_000), "v" })
            await producer.ProduceAsync(topic, new Message<string, byte[]> { Key = "someone", Value = Encoding.UTF8.GetBytes(value) }, Cancelled);
        await UntilAsync(() => topics.DeadLetterCount(TopicNames.NewTransactions) == 1 && !handled.IsEmpty);
        var letter = Assert.Single(await fixture.Broker.ReadAsync(TopicNames.DeadLetterOf(topic), "%K|%S|%h\n"));
        Assert.Matches($@"^-1\|0\|reason=kind is x{{1000,2000}},source={topic}:[0-3]:0$", letter);
    }

    /// <summary>Other producers write what Kafka takes: a time in microseconds, and a header without a value.</summary>
    [Fact]
    public async Task OddTimeAndHeaders_AreNoReasonNotToTakeARecord()
    {
        var options = fixture.Own(new MessagingOptions());
        var topic = options.Kafka.TopicPrefix + TopicNames.NewTransactions;
        await using var topics = Make(options);
        var handled = new ConcurrentQueue<string>();
        topics.Subscribe(TopicNames.NewTransactions, "group", (record, _) =>
        {
            handled.Enqueue(record.Key);
            return Task.CompletedTask;
        });
        using var producer = MakeProducer();
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

    [Fact]
    public async Task BrokerAway_IsToldByName_AndPublishingGivesUpInTime()
    {
        var broker = await KafkaBroker.StartAsync();
        await using var topics = Make(new MessagingOptions
        {
            Transport = MessagingOptions.ApacheKafka,
            Kafka = new() { Brokers = broker.Address, PublishTimeoutMilliseconds = 1_000 },
        });
        Assert.Equal($"Kafka at {broker.Address}", await topics.PingAsync(Cancelled));
        await broker.DisposeAsync();
        await Assert.ThrowsAsync<TopicsUnavailableException>(() => PingUntilItFailsAsync(topics));
        var error = await Assert.ThrowsAsync<TopicsUnavailableException>(
            () => topics.PublishAsync(TopicNames.ModelUpdated, Record("a"), Cancelled).AsTask());
        Assert.Contains(broker.Address, error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<TopicsUnavailableException>(() => topics.PingAsync(Cancelled));
        Assert.StartsWith($"Kafka at {broker.Address} cannot be reached: ", error.Message, StringComparison.Ordinal);
    }

    // An answer holds for a second.
    private static async Task PingUntilItFailsAsync(KafkaTopics topics)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var tries = 0; tries < 200; tries++)
        {
            await topics.PingAsync(Cancelled);
            await poll.WaitForNextTickAsync(Cancelled);
        }
    }

    /// <summary>Publishes rounds of records, one a key, while consumers join and leave, until each of three has had some and all are done.</summary>
    /// <returns>The rounds that each key was handed out, how many there were, and what the consumers told before they left.</returns>
    private async Task<(ConcurrentDictionary<string, ConcurrentQueue<int>> Received, int Rounds, List<FakeLogRecord> Told)> MovePartitionsAsync()
    {
        const int Keys = 40;
        var log = new FakeLogger<KafkaTopics>();
        var options = fixture.Own(new MessagingOptions());
        var received = new ConcurrentDictionary<string, ConcurrentQueue<int>>();
        var members = new ConcurrentDictionary<int, bool>();
        await using var first = Make(options, log);
        await using var second = Make(options, log);
        await using var third = Make(options, log);
        Join(first, 1);
        using var enough = new CancellationTokenSource();
        var rounds = 0;
        var publishing = Task.Run(
            async () =>
            {
                for (; !enough.IsCancellationRequested; rounds++)
                {
                    await Task.WhenAll(Enumerable.Range(0, Keys).Select(key =>
                        first.PublishAsync(TopicNames.NewTransactions, Record($"key {key}", $"{rounds}"), Cancelled).AsTask()));
                }
            },
            Cancelled);
        await UntilAsync(() => members.ContainsKey(1));
        var joined = Join(second, 2);
        await UntilAsync(() => members.ContainsKey(2));
        await joined.DisposeAsync();
        Join(third, 3);
        await UntilAsync(() => members.ContainsKey(3));
        await enough.CancelAsync();
        await publishing;
        await UntilAsync(() => received.Values.Count(values => values.Contains(rounds - 1)) == Keys);
        return (received, rounds, log.Collector.GetSnapshot().Where(static line => line.Level > LogLevel.Debug).ToList());

        IAsyncDisposable Join(KafkaTopics topics, int member) => topics.SubscribeByKey(TopicNames.NewTransactions, "group", (records, _) =>
        {
            members.TryAdd(member, true);
            foreach (var record in records)
                received.GetOrAdd(record.Key, static _ => new()).Enqueue(int.Parse(Encoding.UTF8.GetString(record.Value.Span), System.Globalization.CultureInfo.InvariantCulture));
            return Task.FromResult<IReadOnlyList<RefusedRecord>>([]);
        });
    }

    private IProducer<string, byte[]> MakeProducer() =>
        new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = fixture.Broker.Address, MessageMaxBytes = 10_000_000 }).Build();

    private static KafkaTopics Make(MessagingOptions options, ILogger<KafkaTopics>? logger = null) =>
        new(options, TimeProvider.System, logger ?? NullLogger<KafkaTopics>.Instance);

    private static TopicRecord Record(string key, string value = "v") => new(key, Encoding.UTF8.GetBytes(value));
}
