using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace BookRecs.Messaging.Kafka;

/// <summary>
/// The producer of a process. A fatal error, such as a broker that has forgotten it, makes a client useless for good: the next message goes
/// through another one.
/// </summary>
internal sealed class KafkaProducer : IDisposable
{
    /// <summary>How long a client serves at least, so that an error that comes back at once makes no crowd of them.</summary>
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(5);

    private readonly Func<Action<string>, IProducer<byte[]?, byte[]>> _make;
    private readonly TimeSpan _grace;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Client _current;

    /// <summary>Makes the first client.</summary>
    /// <param name="make">Makes a client that tells of a fatal error, with the reason.</param>
    /// <param name="grace">How long one that was replaced is kept: longer than it may have messages on their way, or its handle be used.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of clients that are replaced.</param>
    public KafkaProducer(Func<Action<string>, IProducer<byte[]?, byte[]>> make, TimeSpan grace, TimeProvider time, ILogger logger)
    {
        _make = make;
        _grace = grace;
        _time = time;
        _logger = logger;
        _current = Make();
    }

    /// <summary>The client's connections, for others to share for some seconds.</summary>
    public Handle Handle => Current().Handle;

    /// <summary>Sends a message.</summary>
    /// <exception cref="KafkaException">It was not taken.</exception>
    public Task ProduceAsync(string topic, Message<byte[]?, byte[]> message, CancellationToken cancellationToken) =>
        Current().ProduceAsync(topic, message, cancellationToken);

    /// <summary>Waits until what is on its way was taken, at most so long.</summary>
    public void Flush(TimeSpan wait) => Volatile.Read(ref _current).Producer.Flush(wait);

    /// <inheritdoc/>
    public void Dispose() => Volatile.Read(ref _current).Producer.Dispose();

    private IProducer<byte[]?, byte[]> Current()
    {
        var client = Volatile.Read(ref _current);
        return client.FatalError is null ? client.Producer : Replace(client);
    }

    private IProducer<byte[]?, byte[]> Replace(Client failed)
    {
        lock (_lock)
        {
            if (_current != failed || _time.GetElapsedTime(failed.MadeAt) < ShortestLife)
                return _current.Producer;
            Volatile.Write(ref _current, Make());
            MessagingLog.ProducerReplaced(_logger, failed.FatalError!);
            _ = EndAsync(failed.Producer);
            return _current.Producer;
        }
    }

    private Client Make()
    {
        var client = new Client(_time.GetTimestamp());
        client.Producer = _make(reason => client.FatalError = reason);
        return client;
    }

    private async Task EndAsync(IProducer<byte[]?, byte[]> failed)
    {
        await Task.Delay(_grace, _time);
        failed.Dispose();
    }

    private sealed class Client(long madeAt)
    {
        private string? _fatalError;

        public long MadeAt => madeAt;

        public IProducer<byte[]?, byte[]> Producer { get; set; } = null!;

        public string? FatalError
        {
            get => Volatile.Read(ref _fatalError);
            set => Volatile.Write(ref _fatalError, value);
        }
    }
}
