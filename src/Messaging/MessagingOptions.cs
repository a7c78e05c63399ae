using BookRecs.Grains;
using BookRecs.Messaging.Kafka;

namespace BookRecs.Messaging;

/// <summary>The transport of the topics, and how records are consumed on either. Section <c>BookRecs:Messaging</c>.</summary>
public sealed record MessagingOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:Messaging";

    /// <summary>The transport within the process.</summary>
    public const string InProcess = "in_process";

    /// <summary>The transport over Apache Kafka.</summary>
    public const string ApacheKafka = "kafka";

    /// <summary>The transport: "in_process" or "kafka". Default "in_process".</summary>
    public string Transport { get; init; } = InProcess;

    /// <summary>In process: records a consumer group may be behind before publishers wait: 1,000, from 1 to 1,000,000.</summary>
    public int Capacity { get; init; } = 1_000;

    /// <summary>
    /// Records that a consumer of many keys takes ahead of those that are done; beyond it the transport is paused: 30,000, from 1 to 1,000,000.
    /// </summary>
    public int MaxInFlight { get; init; } = 30_000;

    /// <summary>Records of one key that are handled together at most: 500, from 1 to 1,000.</summary>
    public int BatchLimit { get; init; } = 500;

    /// <summary>
    /// How often a record is tried that meets an unexpected error before it goes to the dead letters: 3, from 1 to 100. What passes by
    /// itself, such as a store that is away, is tried for ever.
    /// </summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Milliseconds before a record is tried again, doubled each time: 100, from 1 to 60,000.</summary>
    public int RetryDelayMilliseconds { get; init; } = 100;

    /// <summary>Milliseconds that doubling leads to at most: 5,000, from 1 to 600,000.</summary>
    public int LongestRetryDelayMilliseconds { get; init; } = 5_000;

    /// <summary>
    /// Milliseconds that records under way have to end when a consumer leaves or gives a partition up; the next consumer repeats those that
    /// have not: 5,000, from 0 to 60,000.
    /// </summary>
    public int DrainMilliseconds { get; init; } = 5_000;

    /// <summary>The brokers, when the transport is "kafka".</summary>
    public KafkaOptions Kafka { get; init; } = new();

    /// <summary>True when the topics are those of Kafka.</summary>
    public bool UsesKafka => Transport == ApacheKafka;

    /// <summary>Finds every setting that is out of bounds.</summary>
    /// <returns>One message for each, naming setting, value and rule.</returns>
    public IEnumerable<string> Validate()
    {
        var check = new SettingsCheck(Section);
        check.OneOf(nameof(Transport), Transport, InProcess, ApacheKafka);
        check.Between(nameof(Capacity), Capacity, 1, 1_000_000);
        check.Between(nameof(MaxInFlight), MaxInFlight, 1, 1_000_000);
        check.Between(nameof(BatchLimit), BatchLimit, 1, 1_000);
        check.Between(nameof(Attempts), Attempts, 1, 100);
        check.Between(nameof(RetryDelayMilliseconds), RetryDelayMilliseconds, 1, 60_000);
        check.Between(nameof(LongestRetryDelayMilliseconds), LongestRetryDelayMilliseconds, 1, 600_000);
        check.Between(nameof(DrainMilliseconds), DrainMilliseconds, 0, 60_000);
        return [.. check.Failures, .. Kafka.Validate(UsesKafka)];
    }
}
