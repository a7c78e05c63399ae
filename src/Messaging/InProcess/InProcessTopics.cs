using System.Collections.Immutable;
using BookRecs.Grains.Topics;
using BookRecs.Messaging.Consuming;
using Microsoft.Extensions.Logging;

namespace BookRecs.Messaging.InProcess;

/// <summary>
/// Topics within one process: a bounded queue for each consumer group. A record of a topic without a group is dropped, since
/// nothing in the process waits for it; nothing outlives the process.
/// </summary>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of records that could not be handled.</param>
public sealed class InProcessTopics(MessagingOptions options, TimeProvider time, ILogger<InProcessTopics> logger) : ITopics, ITopicsProbe, IAsyncDisposable
{
    private readonly Lock _joining = new();
    private readonly TopicMetrics _metrics = new();
    private ImmutableDictionary<string, ImmutableArray<ConsumerGroup>> _groups =
        ImmutableDictionary.Create<string, ImmutableArray<ConsumerGroup>>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<string> PingAsync(CancellationToken cancellationToken = default) => Task.FromResult("in process");

    /// <inheritdoc/>
    public async ValueTask PublishAsync(string topic, TopicRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        TopicNames.Check(topic);
        if (!Volatile.Read(ref _groups).TryGetValue(topic, out var groups))
            return;
        foreach (var group in groups)
            await group.EnqueueAsync(record, cancellationToken);
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

    /// <summary>Ends all consumers, once each is done with the records under way or had time for it.</summary>
    public async ValueTask DisposeAsync()
    {
        ImmutableDictionary<string, ImmutableArray<ConsumerGroup>> groups;
        lock (_joining)
        {
            groups = _groups;
            Volatile.Write(ref _groups, groups.Clear());
        }

        foreach (var group in groups.Values.SelectMany(joined => joined))
            await group.DisposeAsync();
        _metrics.Dispose();
    }

    private ConsumerGroupMember Subscribe(
        string topic,
        string group,
        bool byKey,
        Func<IReadOnlyList<TopicRecord>, CancellationToken, Task<IReadOnlyList<RefusedRecord>>> handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        TopicNames.Check(topic);
        var settings = new ConsumerSettings(topic, group, byKey, handler, SendDeadLetterAsync);

        // Whoever handles one record at a time may take hours for it, and is asked to end at once.
        var drain = byKey ? TimeSpan.FromMilliseconds(options.DrainMilliseconds) : TimeSpan.Zero;
        return new ConsumerGroupMember(
            FindGroup(topic, group),
            new RecordPipeline(settings, options, _metrics, time, logger),
            drain,
            (lag, inFlight) => _metrics.Show(topic, group, lag, inFlight));

        async Task SendDeadLetterAsync(Delivery delivery, string reason, CancellationToken cancellationToken)
        {
            if (TopicNames.All.Contains(topic))
                await PublishAsync(TopicNames.DeadLetterOf(topic), delivery.Record with { Reason = reason }, cancellationToken);
        }
    }

    private ConsumerGroup FindGroup(string topic, string group)
    {
        lock (_joining)
        {
            var groups = _groups.GetValueOrDefault(topic, []);
            if (groups.FirstOrDefault(present => present.Name == group) is { } joined)
                return joined;
            joined = new ConsumerGroup(group, options.Capacity, time);
            Volatile.Write(ref _groups, _groups.SetItem(topic, groups.Add(joined)));
            return joined;
        }
    }
}
