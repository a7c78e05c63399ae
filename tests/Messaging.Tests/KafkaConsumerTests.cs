using System.Collections.Concurrent;
using System.Text;
using BookRecs.Grains.Topics;
using BookRecs.Messaging.Consuming;
using BookRecs.Messaging.Kafka;
using BookRecs.Messaging.Tests.Fakes;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using static BookRecs.Messaging.Tests.Fakes.Wait;

namespace BookRecs.Messaging.Tests;

/// <summary>What a consumer does when its client meets events while it waits for room.</summary>
public sealed class KafkaConsumerTests : IDisposable
{
    private static readonly TopicPartition Partition = new(TopicNames.NewTransactions, 0);

    private readonly FakeKafka _kafka = new();
    private readonly TopicMetrics _metrics = new();
    private readonly TaskCompletionSource _mayEnd = new();
    private readonly ConcurrentQueue<string> _handled = new();
    private int _begun;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task PartitionThatGoesAndComesBackWhilePaused_IsTakenFromItsCommittedOffset()
    {
        _kafka.Fill(Partition, 2);
        await using var consumer = Start();
        await UntilPausedAsync();

        // Record 0 is under way and is given up, so the partition comes back with it as the next.
        await Client.RevokeAsync(Partition);
        await Client.AssignAsync(Partition);
        _mayEnd.SetResult();
        await UntilAsync(() => Client.Stored.LastOrDefault()?.Offset == 2);
        Assert.Equal(["0", "1"], _handled);
    }

    [Fact]
    public async Task ErrorWhilePaused_LosesNothing_AndConsumingGoesOn()
    {
        _kafka.Fill(Partition, 3);
        await using var consumer = Start();
        await UntilPausedAsync();
        await Client.FailAsync(new Error(ErrorCode.GroupAuthorizationFailed));
        _mayEnd.SetResult();
        await UntilAsync(() => Client.Stored.LastOrDefault()?.Offset == 3);
        Assert.Equal(["0", "1", "2"], _handled);
    }

    [Fact]
    public async Task ClientThatEndsWhilePaused_IsReplacedByOneThatIsNot()
    {
        _kafka.Fill(Partition, 3);
        await using var consumer = Start();
        await UntilPausedAsync();
        var ended = Client;
        await ended.FailAsync(new Error(ErrorCode.Local_Fatal, "the client is of no use any more", isFatal: true));
        await UntilAsync(() => Client != ended);
        _mayEnd.SetResult();
        await Client.AssignAsync(Partition);
        await UntilAsync(() => Client.Stored.LastOrDefault()?.Offset == 3);
        Assert.Equal(["0", "1", "2"], _handled);
    }

    private FakeConsumer Client => _kafka.Consumer!;

    /// <summary>Starts a consumer with room for one record, which holds it until the test lets it go.</summary>
    private KafkaConsumer Start()
    {
        var settings = new ConsumerSettings(TopicNames.NewTransactions, "group", ByKey: true, HandleAsync, (_, _, _) => Task.CompletedTask);
        var pipeline = new RecordPipeline(
            settings, new MessagingOptions { MaxInFlight = 1 }, _metrics, TimeProvider.System, NullLogger.Instance);
        var consumer = new KafkaConsumer(settings, pipeline, TimeSpan.Zero, _kafka, TimeProvider.System, NullLogger.Instance);
        consumer.Start(_metrics, static _ => { });
        return consumer;

        async Task<IReadOnlyList<RefusedRecord>> HandleAsync(IReadOnlyList<TopicRecord> records, CancellationToken leaving)
        {
            if (Interlocked.Increment(ref _begun) == 1)
                await _mayEnd.Task;
            leaving.ThrowIfCancellationRequested();
            foreach (var record in records)
                _handled.Enqueue(Encoding.UTF8.GetString(record.Value.Span));
            return [];
        }
    }

    private async Task UntilPausedAsync()
    {
        await UntilAsync(() => _kafka.Consumer is not null);
        await Client.AssignAsync(Partition);
        await UntilAsync(() => Client.IsPaused(Partition));
    }
}
