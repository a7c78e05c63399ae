using System.Collections.Concurrent;
using BookRecs.Grains.Topics;
using BookRecs.Kafka;
using BookRecs.Messaging.Consuming;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace BookRecs.Messaging.Kafka;

/// <summary>
/// Topics of Kafka. A record counts as published when all replicas in sync have it. A consumer commits an offset when all records before
/// it are done, so that a process that dies repeats some and loses none.
/// </summary>
public sealed class KafkaTopics : ITopics, ITopicsProbe, IAsyncDisposable
{
    private static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastSends = TimeSpan.FromSeconds(5);

    private readonly MessagingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<KafkaTopics> _logger;
    private readonly TopicMetrics _metrics = new();
    private readonly KafkaClients _clients;
    private readonly KafkaProducer _producer;
    private readonly KafkaProbe _probe;
    private readonly ConcurrentDictionary<KafkaConsumer, bool> _consumers = new();
    private int _disposed;

    /// <summary>Makes the clients; brokers are not waited for.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of partitions and errors.</param>
    /// <exception cref="DllNotFoundException">The native library is not there; the message names the system.</exception>
    public KafkaTopics(MessagingOptions options, TimeProvider time, ILogger<KafkaTopics> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        KafkaLibrary.EnsureLoaded();
        _options = options;
        _time = time;
        _logger = logger;
        _clients = new KafkaClients(options.Kafka, logger);
        _producer = new KafkaProducer(
            _clients.MakeProducer, TimeSpan.FromMilliseconds(options.Kafka.PublishTimeoutMilliseconds) + LastSends, time, logger);
        _probe = new KafkaProbe(_producer, _clients, options.Kafka.Brokers, time);
    }

    /// <inheritdoc/>
    public Task<string> PingAsync(CancellationToken cancellationToken = default) => _probe.PingAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PublishAsync(string topic, TopicRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        TopicNames.Check(topic);
        await ProduceAsync(topic, KafkaRecords.ToMessage(record), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncDisposable Subscribe(string topic, string group, Func<TopicRecord, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Subscribe(topic, group, byKey: false, ConsumerSettings.OneByOne(handler));
    }

    /// <inheritdoc/>
    public IAsyncDisposable SubscribeByKey(
        string topic, string group, Func<IReadOnlyList<TopicRecord>, CancellationToken, Task<IReadOnlyList<RefusedRecord>>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Subscribe(topic, group, byKey: true, handler);
    }

    /// <summary>How many records of a topic could not be handled since the start.</summary>
    public long DeadLetterCount(string topic) => _metrics.DeadLetterCount(topic);

    /// <summary>Ends all consumers, sends what is on its way and closes the clients.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await Task.WhenAll(_consumers.Keys.Select(consumer => consumer.DisposeAsync().AsTask()));
        await Task.Run(() => _producer.Flush(LastSends));
        _probe.Dispose();
        _producer.Dispose();
        _metrics.Dispose();
    }

    private KafkaConsumer Subscribe(
        string topic,
        string group,
        bool byKey,
        Func<IReadOnlyList<TopicRecord>, CancellationToken, Task<IReadOnlyList<RefusedRecord>>> handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        TopicNames.Check(topic);
        var settings = new ConsumerSettings(topic, group, byKey, handler, SendDeadLetterAsync);
        var pipeline = new RecordPipeline(settings, _options, _metrics, _time, _logger);
        var drain = byKey ? TimeSpan.FromMilliseconds(_options.DrainMilliseconds) : TimeSpan.Zero;
        var consumer = new KafkaConsumer(settings, pipeline, drain, _clients, _time, _logger);
        _consumers[consumer] = true;
        consumer.Start(_metrics, left => _consumers.TryRemove(left, out _));
        return consumer;

        async Task SendDeadLetterAsync(Delivery delivery, string reason, CancellationToken cancellationToken)
        {
            // A record that only tells of another one ends here.
            if (!TopicNames.All.Contains(topic))
                return;
            var letter = KafkaRecords.ToDeadLetter(_clients.TopicOf(topic), delivery, reason);
            try
            {
                await ProduceAsync(TopicNames.DeadLetterOf(topic), letter, cancellationToken);
            }
            catch (TopicsUnavailableException error) when (error.InnerException is KafkaException { Error.Code: ErrorCode.MsgSizeTooLarge })
            {
                // It would never be taken as it is, and those behind it would wait for ever.
                letter = KafkaRecords.ToBareDeadLetter(_clients.TopicOf(topic), delivery, reason);
                await ProduceAsync(TopicNames.DeadLetterOf(topic), letter, cancellationToken);
            }
        }
    }

    private async Task ProduceAsync(string topic, Message<byte[]?, byte[]> message, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _producer.ProduceAsync(_clients.TopicOf(topic), message, cancellationToken);
                return;
            }
            catch (ProduceException<byte[]?, byte[]> error) when (error.Error.Code == ErrorCode.Local_QueueFull)
            {
                await Task.Delay(QueueFullWait, _time, cancellationToken);
            }
            catch (KafkaException error)
            {
                throw new TopicsUnavailableException(
                    $"Kafka at {_options.Kafka.Brokers} did not take a record of {topic}: {error.Error.Reason}", error);
            }
        }
    }
}
