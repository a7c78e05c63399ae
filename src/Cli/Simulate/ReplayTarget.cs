namespace BookRecs.Cli.Simulate;

/// <summary>Where acts are replayed to.</summary>
/// <param name="Url">The address of the service, or null.</param>
/// <param name="Key">What to send it as bearer token, or null.</param>
/// <param name="Brokers">The brokers, or null.</param>
/// <param name="TopicPrefix">What the names of topics begin with.</param>
/// <param name="Group">The consumer group by whose offsets the lag is told.</param>
/// <param name="Settings">More settings of the Kafka client, by librdkafka's names.</param>
internal sealed record ReplayTarget(
    Uri? Url, string? Key, string? Brokers, string TopicPrefix, string Group, IReadOnlyDictionary<string, string> Settings);
