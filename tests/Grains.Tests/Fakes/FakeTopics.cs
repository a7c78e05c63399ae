using System.Collections.Concurrent;
using System.Threading.Channels;
using BookRecs.Grains.Topics;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>Topics with one consumer each, and a list of all that was published.</summary>
public sealed class FakeTopics : ITopics
{
    private readonly ConcurrentDictionary<string, Channel<TopicRecord>> _queues = new();

    public ConcurrentQueue<(string Topic, TopicRecord Record)> Published { get; } = new();

    /// <summary>Each topic that is read, with the consumer group.</summary>
    public ConcurrentQueue<(string Topic, string Group)> Read { get; } = new();

    public ConcurrentQueue<Exception> Failures { get; } = new();

    public Exception? FailPublishing { get; set; }

    public ValueTask PublishAsync(string topic, TopicRecord record, CancellationToken cancellationToken = default)
    {
        if (FailPublishing is not null)
            throw FailPublishing;
        Published.Enqueue((topic, record));
        return QueueOf(topic).Writer.WriteAsync(record, cancellationToken);
    }

    public IAsyncDisposable Subscribe(string topic, string group, Func<TopicRecord, CancellationToken, Task> handler)
    {
        Read.Enqueue((topic, group));
        return new Subscription(QueueOf(topic).Reader, handler, Failures);
    }

    public IAsyncDisposable SubscribeByKey(
        string topic, string group, Func<IReadOnlyList<TopicRecord>, CancellationToken, Task<IReadOnlyList<RefusedRecord>>> handler) =>
        Subscribe(topic, group, async (record, cancellationToken) =>
        {
            foreach (var refused in await handler([record], cancellationToken))
                Failures.Enqueue(new InvalidDataException(refused.Reason));
        });

    private Channel<TopicRecord> QueueOf(string topic) => _queues.GetOrAdd(topic, static _ => Channel.CreateUnbounded<TopicRecord>());

    private sealed class Subscription : IAsyncDisposable
    {
        private readonly CancellationTokenSource _leaving = new();
        private readonly Task _loop;

        public Subscription(
            ChannelReader<TopicRecord> reader, Func<TopicRecord, CancellationToken, Task> handler, ConcurrentQueue<Exception> failures) =>
            _loop = Task.Run(async () =>
            {
                while (await reader.WaitToReadAsync(_leaving.Token))
                {
                    try
                    {
                        await handler(await reader.ReadAsync(_leaving.Token), _leaving.Token);
                    }
                    catch (Exception error) when (!_leaving.IsCancellationRequested)
                    {
                        failures.Enqueue(error);
                    }
                }
            });

        public async ValueTask DisposeAsync()
        {
            await _leaving.CancelAsync();
            await _loop.ContinueWith(static _ => { }, TaskScheduler.Default);
            _leaving.Dispose();
        }
    }
}
