using BookRecs.Kafka;
using BookRecs.Messaging.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookRecs.Messaging.Tests;

/// <summary>
/// What the check of settings takes, librdkafka takes: it has rules of its own, also between settings, and refuses with an exception that ends the
/// process. No broker is needed for that.
/// </summary>
public sealed class KafkaClientsTests
{
    public static TheoryData<KafkaOptions> Bounds() => new()
    {
        new KafkaOptions
        {
            CommitIntervalMilliseconds = 50,
            SessionTimeoutMilliseconds = 1_000,
            PublishTimeoutMilliseconds = 1_000,
            LingerMilliseconds = 0,
            PrefetchKibibytes = 1_024,
        },
        new KafkaOptions { PublishTimeoutMilliseconds = 1_000, LingerMilliseconds = 999 },
        new KafkaOptions
        {
            CommitIntervalMilliseconds = 60_000,
            SessionTimeoutMilliseconds = 300_000,
            PublishTimeoutMilliseconds = 300_000,
            LingerMilliseconds = 1_000,
            PrefetchKibibytes = 2_097_151,
        },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void SettingsAtTheirBounds_AreNotRefusedByTheClient(KafkaOptions options)
    {
        KafkaLibrary.EnsureLoaded();
        options = options with { Brokers = "127.0.0.1:1" };
        Assert.Empty(options.Validate(inUse: true));
        var clients = new KafkaClients(options, NullLogger.Instance);
        Assert.Null(Record.Exception(() => clients.MakeConsumer("group", static _ => { }, static _ => { }, static _ => { }).Dispose()));
        Assert.Null(Record.Exception(() => clients.MakeProducer(static _ => { }).Dispose()));
    }
}
