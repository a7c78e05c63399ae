using System.Collections.Concurrent;
using System.Text;
using BookRecs.Grains.Topics;
using Confluent.Kafka;
using static BookRecs.Messaging.Tests.Fakes.Wait;

namespace BookRecs.Messaging.Tests;

/// <summary>Dead letters on the broker.</summary>
public sealed class KafkaDeadLetterTests(KafkaBrokerFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeadLetter_HoldsTheBytesAsTheyCame_AndTellsWhereFrom()
    {
        var options = fixture.Own(new MessagingOptions());
        var topic = options.Kafka.TopicPrefix + TopicNames.NewTransactions;
        await using var topics = KafkaBrokerFixture.Make(options);
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
        await using var topics = KafkaBrokerFixture.Make(options);
        topics.Subscribe(TopicNames.NewTransactions, "group", (_, _) => throw new InvalidDataException("version is missing; it must be 1"));
        using var producer = fixture.MakeProducer();
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
        await using var topics = KafkaBrokerFixture.Make(options);
        var handled = new ConcurrentQueue<string>();
        topics.SubscribeByKey(TopicNames.NewTransactions, "group", (records, _) =>
        {
            var text = Encoding.UTF8.GetString(records[0].Value.Span);
            if (text.Length > 1)
                throw new InvalidDataException($"kind is {text}; it must be purchase");
            handled.Enqueue(text);
            return Task.FromResult<IReadOnlyList<RefusedRecord>>([]);
        });
        using var producer = fixture.MakeProducer();
        foreach (var value in new[] { new string('x', 1_100_000), "v" })
            await producer.ProduceAsync(topic, new Message<string, byte[]> { Key = "someone", Value = Encoding.UTF8.GetBytes(value) }, Cancelled);
        await UntilAsync(() => topics.DeadLetterCount(TopicNames.NewTransactions) == 1 && !handled.IsEmpty);
        var letter = Assert.Single(await fixture.Broker.ReadAsync(TopicNames.DeadLetterOf(topic), "%K|%S|%h\n"));
        Assert.Matches($@"^-1\|0\|reason=kind is x{{1000,2000}},source={topic}:[0-3]:0$", letter);
    }
}
