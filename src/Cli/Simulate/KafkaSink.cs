using System.Buffers;
using System.Text;
using System.Text.Json;
using BookRecs.Cli.CommandLine;
using BookRecs.Kafka;
using BookRecs.Recommender.Data;
using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace BookRecs.Cli.Simulate;

/// <summary>
/// Publishes acts on <c>new_transactions</c>, as a shop does; docs/asyncapi.v1.json describes the records. The lag is what the service's
/// consumer group has not committed of them.
/// </summary>
internal sealed class KafkaSink : IReplaySink
{
    private const string Topic = "new_transactions";
    private static readonly TimeSpan FullWait = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LagInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LagPatience = TimeSpan.FromSeconds(5);

    private readonly string _topic;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly IConsumer<Ignore, Ignore> _offsets;
    private readonly Action<DeliveryReport<byte[], byte[]>> _onDelivery;
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json;
    private readonly Lock _lock = new();
    private readonly Dictionary<Partition, (long First, long End)> _published = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;
    private string? _error;
    private long _sent;
    private long _acknowledged;
    private long _failed;
    private long _lag = -1;

    public KafkaSink(ReplayTarget target)
    {
        try
        {
            KafkaLibrary.EnsureLoaded();
        }
        catch (DllNotFoundException error)
        {
            throw new IOException(error.Message, error);
        }

        _topic = target.TopicPrefix + Topic;
        _onDelivery = OnDelivery;
        _json = new Utf8JsonWriter(_buffer);
        var settings = new ClientConfig(new Dictionary<string, string>(target.Settings) { ["bootstrap.servers"] = target.Brokers! });
        try
        {
            var producer = new ProducerConfig(settings) { Acks = Acks.All, EnableIdempotence = true, LingerMs = 5, QueueBufferingMaxMessages = 100_000 };
            _producer = new ProducerBuilder<byte[], byte[]>(producer).SetLogHandler(static (_, _) => { }).SetErrorHandler((_, error) => _error = error.Reason).Build();

            // It only asks for the group's offsets: it subscribes to nothing, so it never joins the group.
            _offsets = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig(settings) { GroupId = target.Group })
                .SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw new InputException($"--kafka-config: {error.Message}");
        }

        _watching = Task.Run(WatchAsync);
    }

    public ReplayTotals Totals
    {
        get
        {
            var lag = Interlocked.Read(ref _lag);
            return new ReplayTotals(
                Interlocked.Read(ref _sent), Interlocked.Read(ref _acknowledged), Interlocked.Read(ref _failed), lag < 0 ? null : lag);
        }
    }

    public async ValueTask SendAsync(ReplayAct act, CancellationToken cancellationToken)
    {
        var message = new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(act.Interaction.UserId), Value = Write(act) };
        while (true)
        {
            try
            {
                _producer.Produce(_topic, message, _onDelivery);
                Interlocked.Increment(ref _sent);
                return;
            }
            catch (ProduceException<byte[], byte[]> error) when (error.Error.Code == ErrorCode.Local_QueueFull)
            {
                await Task.Delay(FullWait, cancellationToken);
            }
            catch (KafkaException error)
            {
                throw new IOException($"Kafka does not take a record: {error.Error.Reason}", error);
            }
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Task.Run(() => _producer.Flush(cancellationToken), cancellationToken);
        if (Interlocked.Read(ref _acknowledged) == 0 && Interlocked.Read(ref _failed) > 0)
            throw new IOException($"no broker took a record: {_error ?? "unknown reason"}");
        await Task.Run(ReadLag, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _producer.Dispose();
        _offsets.Dispose();
        await _json.DisposeAsync();
        _stopping.Dispose();
    }

    private byte[] Write(ReplayAct act)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        var interaction = act.Interaction;
        _json.WriteStartObject();
        _json.WriteNumber("version"u8, 1);
        _json.WriteString("transaction_id"u8, act.TransactionId);
        _json.WriteString("user_id"u8, interaction.UserId);
        _json.WriteString("item_id"u8, interaction.ItemId);
        _json.WriteString("kind"u8, interaction.Kind switch
        {
            InteractionKind.Purchase => "purchase",
            InteractionKind.Read => "read",
            InteractionKind.Rating => "rating",
            _ => "wish",
        });
        if (interaction.Rating is { } rating)
            _json.WriteNumber("rating"u8, rating);
        _json.WriteBoolean("is_read"u8, interaction.IsRead);
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    private void OnDelivery(DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError)
        {
            Interlocked.Increment(ref _failed);
            _error = report.Error.Reason;
            return;
        }

        lock (_lock)
        {
            var (first, end) = _published.GetValueOrDefault(report.Partition, (report.Offset.Value, 0));
            _published[report.Partition] = (Math.Min(first, report.Offset.Value), Math.Max(end, report.Offset.Value + 1));
        }

        Interlocked.Increment(ref _acknowledged);
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(LagInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                ReadLag();
        }
        catch (OperationCanceledException)
        {
            // The replay has ended.
        }
    }

    private void ReadLag()
    {
        KeyValuePair<Partition, (long First, long End)>[] published;
        lock (_lock)
            published = [.. _published];
        if (published.Length == 0)
            return;
        try
        {
            var ends = published.ToDictionary();
            var lag = 0L;
            foreach (var committed in _offsets.Committed(ends.Keys.Select(partition => new TopicPartition(_topic, partition)), LagPatience))
            {
                var (first, end) = ends[committed.Partition];
                lag += Math.Max(0, end - Math.Max(first, committed.Offset.IsSpecial ? first : committed.Offset.Value));
            }

            Interlocked.Exchange(ref _lag, lag);
        }
        catch (KafkaException)
        {
            // The next look may succeed; until then the lag is the one of the last.
        }
    }
}
