using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace BookRecs.Messaging.Kafka;

/// <summary>Makes clients of Kafka by the settings.</summary>
/// <param name="options">The settings.</param>
/// <param name="logger">Hears what the clients have to say.</param>
internal sealed class KafkaClients(KafkaOptions options, ILogger logger) : IKafkaClients
{
    // Brokers wait so long for the members of a group when another joins, and a member that died while it joined is one of them. All that a
    // consumer does between two polls must fit: letting records end for at most 60 s (DrainMilliseconds), and committing.
    private static readonly TimeSpan MaxPollInterval = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan WarningInterval = TimeSpan.FromSeconds(2);

    private string? _lastError;
    private long _warnedAt = -(long)WarningInterval.TotalMilliseconds;

    /// <summary>What the clients complained of last, or null.</summary>
    public string? LastError => Volatile.Read(ref _lastError);

    /// <summary>A producer that waits for all replicas and writes each record once, in order.</summary>
    /// <param name="failed">Hears of an error after which it takes nothing any more, with the reason.</param>
    public IProducer<byte[]?, byte[]> MakeProducer(Action<string> failed)
    {
        var config = new ProducerConfig(Base())
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = options.LingerMilliseconds,
            MessageTimeoutMs = options.PublishTimeoutMilliseconds,
            DeliveryReportFields = "none",
        };
        return new ProducerBuilder<byte[]?, byte[]>(config)
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) =>
            {
                Note(error);
                if (error.IsFatal)
                    failed(error.Reason);
            })
            .Build();
    }

    /// <inheritdoc/>
    public IConsumer<byte[]?, byte[]?> MakeConsumer(
        string group, Action<List<TopicPartition>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost)
    {
        var config = new ConsumerConfig(Base())
        {
            GroupId = GroupOf(group),
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = true,
            EnableAutoOffsetStore = false,
            AutoCommitIntervalMs = options.CommitIntervalMilliseconds,
            SessionTimeoutMs = options.SessionTimeoutMilliseconds,
            // The client takes none below the session's timeout.
            MaxPollIntervalMs = Math.Max((int)MaxPollInterval.TotalMilliseconds, options.SessionTimeoutMilliseconds),
            HeartbeatIntervalMs = Math.Max(100, options.SessionTimeoutMilliseconds / 4),
            QueuedMaxMessagesKbytes = options.PrefetchKibibytes,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            AllowAutoCreateTopics = true,
            ConsumeResultFields = "timestamp,topic,headers",
        };
        return new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) => Note(error))
            .SetPartitionsAssignedHandler((_, partitions) => assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => revoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => lost(partitions))
            .Build();
    }

    /// <inheritdoc/>
    public string TopicOf(string topic) => options.TopicPrefix + topic;

    /// <summary>The name of a consumer group on the brokers.</summary>
    public string GroupOf(string group) => $"{options.Group}.{group}";

    private ClientConfig Base()
    {
        var config = new ClientConfig
        {
            BootstrapServers = options.Brokers,
            ClientId = "bookrecs",
            SecurityProtocol = options.SecurityProtocol switch
            {
                "ssl" => SecurityProtocol.Ssl,
                "sasl_plaintext" => SecurityProtocol.SaslPlaintext,
                "sasl_ssl" => SecurityProtocol.SaslSsl,
                _ => SecurityProtocol.Plaintext,
            },
        };
        if (options.SecurityProtocol.StartsWith("sasl", StringComparison.Ordinal))
        {
            config.Set("sasl.mechanisms", options.SaslMechanism);
            config.SaslUsername = options.SaslUsername;
            config.SaslPassword = options.SaslPassword;
        }

        Set(options.SslCaLocation, value => config.SslCaLocation = value);
        Set(options.SslCertificateLocation, value => config.SslCertificateLocation = value);
        Set(options.SslKeyLocation, value => config.SslKeyLocation = value);
        Set(options.SslKeyPassword, value => config.SslKeyPassword = value);
        return config;
    }

    private static void Set(string value, Action<string> set)
    {
        if (value.Length > 0)
            set(value);
    }

    private void Note(Error error)
    {
        // The last word of several: that all brokers are down says less than why.
        if (error.Code != ErrorCode.Local_AllBrokersDown)
            Volatile.Write(ref _lastError, error.Reason);
    }

    private void Log(LogMessage message)
    {
        if (message.Level <= SyslogLevel.Warning && MayWarn())
            MessagingLog.ClientWarning(logger, message.Message);
        else
            MessagingLog.ClientDebug(logger, message.Message);
    }

    // Every connection of every client tells that a broker is away, again and again.
    private bool MayWarn()
    {
        var now = Environment.TickCount64;
        var last = Interlocked.Read(ref _warnedAt);
        return now - last >= WarningInterval.TotalMilliseconds && Interlocked.CompareExchange(ref _warnedAt, now, last) == last;
    }
}
