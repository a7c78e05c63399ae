using System.Diagnostics.CodeAnalysis;
using BookRecs.Grains.Topics;
using Microsoft.Extensions.Logging;

namespace BookRecs.Messaging.Consuming;

/// <summary>
/// Hands records to a handler: those of one lane in order, those of different lanes at the same time, and never more than a bound. What
/// passes by itself is waited out; what cannot be handled goes to the dead letters. Both transports consume through it.
/// </summary>
internal sealed class RecordPipeline : IDisposable
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    private readonly ConsumerSettings _settings;
    private readonly DeadLetterSender _deadLetters;
    private readonly RetryPolicy _retry;
    private readonly TopicMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly int _batchLimit;
    private readonly SemaphoreSlim _room;
    private readonly Lock _lock = new();
    private readonly Dictionary<LaneKey, Lane> _lanes = [];
    private long _lastLogged;
    private long _keyless;

    /// <summary>Makes a pipeline without records.</summary>
    public RecordPipeline(ConsumerSettings settings, MessagingOptions options, TopicMetrics metrics, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _deadLetters = new DeadLetterSender(settings, new RetryPolicy(options), metrics, time, logger);
        _retry = new RetryPolicy(options);
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _batchLimit = settings.ByKey ? options.BatchLimit : 1;
        Capacity = settings.ByKey ? options.MaxInFlight : 1;
        _room = new SemaphoreSlim(Capacity, Capacity);
    }

    /// <summary>How many records may be under way.</summary>
    public int Capacity { get; }

    /// <summary>How many records are under way.</summary>
    public int InFlight => Capacity - _room.CurrentCount;

    /// <summary>Takes room for one record, waiting at most so long.</summary>
    public bool TryReserve(TimeSpan wait, CancellationToken cancellationToken) => _room.Wait(wait, cancellationToken);

    /// <summary>Takes room for one record.</summary>
    public Task ReserveAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>Gives room back that was not used.</summary>
    public void ReturnRoom() => _room.Release();

    /// <summary>Takes a record in, for which room was taken.</summary>
    public void Add(Delivery delivery)
    {
        delivery.Source.Add(delivery);
        var key = LaneOf(delivery);
        Lane? begun = null;
        lock (_lock)
        {
            if (!_lanes.TryGetValue(key, out var lane))
            {
                _lanes[key] = lane = begun = new Lane(key);
                delivery.Source.Begin();
            }

            lane.Waiting.Enqueue(delivery);
        }

        if (begun is not null)
            _ = Task.Run(() => RunAsync(begun));
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    // Without a key there is no order to keep.
    private LaneKey LaneOf(Delivery delivery) => (_settings.ByKey, delivery.Record.Key.Length) switch
    {
        (false, _) => new LaneKey(delivery.Source, "", 0),
        (true, 0) => new LaneKey(delivery.Source, "", Interlocked.Increment(ref _keyless)),
        _ => new LaneKey(delivery.Source, delivery.Record.Key, 0),
    };

    private async Task RunAsync(Lane lane)
    {
        var source = lane.Key.Source;
        while (TryTake(lane, out var deliveries))
        {
            if (await HandleAsync(deliveries, source.Abandoned))
            {
                foreach (var delivery in deliveries)
                    source.Complete(delivery);
            }

            _room.Release(deliveries.Length);
        }

        source.End();
    }

    private bool TryTake(Lane lane, [NotNullWhen(true)] out Delivery[]? deliveries)
    {
        lock (_lock)
        {
            var waiting = lane.Waiting;
            if (waiting.Count > 0 && lane.Key.Source.IsClosed)
            {
                _room.Release(waiting.Count);
                waiting.Clear();
            }

            if (waiting.Count == 0)
            {
                _lanes.Remove(lane.Key);
                deliveries = null;
                return false;
            }

            deliveries = new Delivery[Math.Min(waiting.Count, _batchLimit)];
            for (var index = 0; index < deliveries.Length; index++)
                deliveries[index] = waiting.Dequeue();
            return true;
        }
    }

    /// <summary>Handles records until they are done.</summary>
    /// <returns>False when the source was abandoned first.</returns>
    private async Task<bool> HandleAsync(Delivery[] deliveries, CancellationToken abandoned)
    {
        var records = Array.ConvertAll(deliveries, static delivery => delivery.Record);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var refused = await _settings.Handler(records, abandoned);
                foreach (var (place, reason) in refused)
                {
                    if (!await _deadLetters.TrySendAsync(deliveries[place], reason, reason, abandoned))
                        return false;
                }

                _metrics.CountHandled(_settings.Topic, deliveries, refused.Count, _time.GetUtcNow());
                return true;
            }
            catch (Exception) when (abandoned.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception error) when (TransientFailure.Is(error))
            {
                if (MayLog())
                    MessagingLog.Waiting(_logger, _settings.Topic, InFlight, LoggedReason.Of(error));
            }
            catch (Exception) when (deliveries.Length > 1)
            {
                // One of them is the cause: the others must not suffer for it.
                return await HandleOneByOneAsync(deliveries, abandoned);
            }
            catch (InvalidDataException error)
            {
                return await _deadLetters.TrySendAsync(deliveries[0], error.Message, error.Message, abandoned);
            }
            catch (Exception error) when (attempt >= _retry.Attempts)
            {
                var name = error.GetType().Name;
                return await _deadLetters.TrySendAsync(deliveries[0], $"{name}: {error.Message}", name, abandoned);
            }
            catch (Exception error)
            {
                if (MayLog())
                    MessagingLog.Failed(_logger, _settings.Topic, attempt, error.GetType().Name);
            }

            _metrics.CountRetry(_settings.Topic);
            if (!await _time.TryDelayAsync(_retry.DelayAfter(attempt), abandoned))
                return false;
        }
    }

    private async Task<bool> HandleOneByOneAsync(Delivery[] deliveries, CancellationToken abandoned)
    {
        foreach (var delivery in deliveries)
        {
            if (!await HandleAsync([delivery], abandoned))
                return false;
        }

        return true;
    }

    // A store that is away fails every lane; a line now and then tells it as well as thousands.
    private bool MayLog()
    {
        var now = _time.GetTimestamp();
        var last = Interlocked.Read(ref _lastLogged);
        return (last == 0 || _time.GetElapsedTime(last, now) >= LogInterval)
            && Interlocked.CompareExchange(ref _lastLogged, now, last) == last;
    }

    private readonly record struct LaneKey(DeliverySource Source, string Key, long Keyless);

    private sealed class Lane(LaneKey key)
    {
        public LaneKey Key => key;

        public Queue<Delivery> Waiting { get; } = new(1);
    }
}
