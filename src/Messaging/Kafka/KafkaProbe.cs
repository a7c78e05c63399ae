using BookRecs.Grains.Topics;
using Confluent.Kafka;

namespace BookRecs.Messaging.Kafka;

/// <summary>Asks the brokers who they are; an answer holds for a moment, so that many questions are one.</summary>
internal sealed class KafkaProbe : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly KafkaProducer _producer;
    private readonly KafkaClients _clients;
    private readonly string _brokers;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _asking = new(1, 1);
    private (long At, string? Problem)? _answer;

    /// <summary>Shares the connections of a producer.</summary>
    public KafkaProbe(KafkaProducer producer, KafkaClients clients, string brokers, TimeProvider time)
    {
        _producer = producer;
        _clients = clients;
        _brokers = brokers;
        _time = time;
    }

    /// <inheritdoc cref="ITopicsProbe.PingAsync"/>
    public async Task<string> PingAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_answer is not { } held || _time.GetElapsedTime(held.At) > Lifetime)
                _answer = held = (_time.GetTimestamp(), await Task.Run(Ask, cancellationToken));
            return held.Problem is { } problem ? throw new TopicsUnavailableException(problem) : $"Kafka at {_brokers}";
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    private string? Ask()
    {
        try
        {
            // One for each question: a client that is kept polls all the time.
            using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
            return admin.GetMetadata(Patience).Brokers.Count > 0 ? null : $"Kafka at {_brokers} names no broker";
        }
        catch (KafkaException error)
        {
            return $"Kafka at {_brokers} cannot be reached: {_clients.LastError ?? error.Error.Reason}";
        }
    }
}
