using System.Reflection;
using BookRecs.Messaging.Kafka;
using BookRecs.Messaging.Tests.Fakes;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookRecs.Messaging.Tests;

/// <summary>A client that a fatal error has made useless is replaced.</summary>
public sealed class KafkaProducerTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<FakeProducer> _made = [];
    private readonly List<Action<string>> _fail = [];
    private readonly KafkaProducer _producer;

    public KafkaProducerTests() => _producer = new KafkaProducer(
        failed =>
        {
            var client = DispatchProxy.Create<IProducer<byte[]?, byte[]>, FakeProducer>();
            _made.Add((FakeProducer)client);
            _fail.Add(failed);
            return client;
        },
        TimeSpan.FromSeconds(30),
        _time,
        NullLogger.Instance);

    public void Dispose() => _producer.Dispose();

    [Fact]
    public async Task AfterAFatalError_AnotherClientTakesTheNextMessage()
    {
        await SendAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        _fail[0]("out of order");
        await SendAsync();
        await SendAsync();
        Assert.Equal([1, 2], _made.Select(static client => client.Taken));

        // Whoever was about to use the first one may still do so for a moment.
        Assert.False(_made[0].Disposed.IsCompleted, "a client that was replaced must be kept while it may be in use");
        _time.Advance(TimeSpan.FromSeconds(30));
        await _made[0].Disposed.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task FatalErrorThatComesBackAtOnce_MakesNoCrowdOfClients()
    {
        _fail[0]("out of order");
        await SendAsync();
        Assert.Single(_made);
        _time.Advance(TimeSpan.FromSeconds(5));
        await SendAsync();
        _fail[1]("out of order");
        await SendAsync();
        Assert.Equal(2, _made.Count);
    }

    private Task SendAsync() => _producer.ProduceAsync("topic", new Message<byte[]?, byte[]> { Value = [] }, TestContext.Current.CancellationToken);
}
