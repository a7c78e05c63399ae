using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using BookRecs.Grains.Topics;
using Microsoft.Extensions.Logging;

namespace BookRecs.Messaging.InProcess;

/// <summary>
/// Topics within one process: a bounded queue for each consumer group. A record of a topic without a group is dropped, since
/// nothing in the process waits for it; nothing outlives the process.
/// </summary>
public sealed class InProcessTopics : ITopics, IAsyncDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "BookRecs.Messaging";

    private readonly Lock _joining = new();
    private readonly ConcurrentDictionary<string, long> _deadLetters = new(StringComparer.Ordinal);
    private readonly InProcessTopicsOptions _options;
    private readonly ILogger<InProcessTopics> _logger;
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _deadLetterCounter;
    private ImmutableDictionary<string, ImmutableArray<ConsumerGroup>> _groups =
        ImmutableDictionary.Create<string, ImmutableArray<ConsumerGroup>>(StringComparer.Ordinal);

    /// <summary>Makes the topics, with no consumer yet.</summary>
    /// <param name="options">The capacity.</param>
    /// <param name="logger">Hears of records that could not be handled.</param>
    public InProcessTopics(InProcessTopicsOptions options, ILogger<InProcessTopics> logger)
    {
        _options = options;
        _logger = logger;
        _deadLetterCounter = _meter.CreateCounter<long>("bookrecs.topic.dead_letters", "{record}", "Records that could not be handled");
    }

    /// <inheritdoc/>
    public async ValueTask PublishAsync(string topic, TopicRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        CheckName(topic);
        if (!Volatile.Read(ref _groups).TryGetValue(topic, out var groups))
            return;
        foreach (var group in groups)
            await group.EnqueueAsync(record, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncDisposable Subscribe(string topic, string group, Func<TopicRecord, CancellationToken, Task> handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        ArgumentNullException.ThrowIfNull(handler);
        CheckName(topic);
        lock (_joining)
        {
            var groups = _groups.GetValueOrDefault(topic, []);
            var joined = groups.FirstOrDefault(present => present.Name == group);
            if (joined is null)
            {
                joined = new ConsumerGroup(group, _options.Capacity, (record, error) => DeadLetterAsync(topic, record, error));
                Volatile.Write(ref _groups, _groups.SetItem(topic, groups.Add(joined)));
            }

            return joined.Join(handler);
        }
    }

    /// <summary>How many records of a topic could not be handled since the start.</summary>
    public long DeadLetterCount(string topic) => _deadLetters.GetValueOrDefault(topic);

    /// <summary>Ends all consumers, once each is done with the record under way.</summary>
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
        _meter.Dispose();
    }

    private static void CheckName(string topic)
    {
        if (!TopicNames.All.Contains(topic) && !TopicNames.All.Any(name => TopicNames.DeadLetterOf(name) == topic))
            throw new ArgumentException($"topic '{topic}' is none of {string.Join(", ", TopicNames.All)}", nameof(topic));
    }

    private async Task DeadLetterAsync(string topic, TopicRecord record, Exception error)
    {
        _deadLetters.AddOrUpdate(topic, 1, static (_, count) => count + 1);
        _deadLetterCounter.Add(1, new KeyValuePair<string, object?>("topic", topic));
        MessagingLog.DeadLetter(_logger, topic, error.Message);
        if (TopicNames.All.Contains(topic))
            await PublishAsync(TopicNames.DeadLetterOf(topic), record with { Reason = error.Message });
    }
}
