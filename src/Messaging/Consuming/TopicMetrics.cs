using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace BookRecs.Messaging.Consuming;

/// <summary>What the topics' transports count, by topic.</summary>
internal sealed class TopicMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "BookRecs.Messaging";

    private readonly Meter _meter = new(MeterName);
    private readonly ConcurrentDictionary<string, long> _deadLetterCounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<object, (KeyValuePair<string, object?>[] Tags, Func<long> Lag, Func<long> InFlight)> _consumers = new();
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _handled;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _delay;

    public TopicMetrics()
    {
        _deadLetters = _meter.CreateCounter<long>("bookrecs.topic.dead_letters", "{record}", "Records that could not be handled");
        _handled = _meter.CreateCounter<long>("bookrecs.topic.handled", "{record}", "Records that were handled");
        _retries = _meter.CreateCounter<long>("bookrecs.topic.retries", "{attempt}", "Attempts that failed and were repeated");
        _delay = _meter.CreateHistogram<double>("bookrecs.topic.delay", "s", "Time from publishing a record until it was handled");
        _meter.CreateObservableGauge(
            "bookrecs.topic.lag", () => Observe(static consumer => consumer.Lag), "{record}", "Records of a consumer's partitions that are not done");
        _meter.CreateObservableGauge(
            "bookrecs.topic.in_flight", () => Observe(static consumer => consumer.InFlight), "{record}", "Records taken and not yet done");
    }

    /// <summary>How many records of a topic could not be handled since the start.</summary>
    public long DeadLetterCount(string topic) => _deadLetterCounts.GetValueOrDefault(topic);

    /// <summary>Counts a record that could not be handled.</summary>
    public void CountDeadLetter(string topic)
    {
        _deadLetterCounts.AddOrUpdate(topic, 1, static (_, count) => count + 1);
        _deadLetters.Add(1, Tag(topic));
    }

    /// <summary>Counts records that were handled.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="deliveries">The records.</param>
    /// <param name="refused">How many of them went to the dead letters.</param>
    /// <param name="now">The present moment.</param>
    public void CountHandled(string topic, IReadOnlyList<Delivery> deliveries, int refused, DateTimeOffset now)
    {
        _handled.Add(deliveries.Count - refused, Tag(topic));
        if (!_delay.Enabled)
            return;
        for (var index = 0; index < deliveries.Count; index++)
        {
            if (deliveries[index].PublishedAt is { } published)
                _delay.Record(Math.Max(0, (now - published).TotalSeconds), Tag(topic));
        }
    }

    /// <summary>Counts an attempt that is repeated.</summary>
    public void CountRetry(string topic) => _retries.Add(1, Tag(topic));

    /// <summary>Shows a consumer's lag and load until the answer is disposed.</summary>
    public IDisposable Show(string topic, string group, Func<long> lag, Func<long> inFlight)
    {
        var key = new object();
        _consumers[key] = ([Tag(topic), new("group", group)], lag, inFlight);
        return new Shown(() => _consumers.TryRemove(key, out _));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string topic) => new("topic", topic);

    private IEnumerable<Measurement<long>> Observe(
        Func<(KeyValuePair<string, object?>[] Tags, Func<long> Lag, Func<long> InFlight), Func<long>> read) =>
        _consumers.Values
            .GroupBy(static consumer => (consumer.Tags[0].Value, consumer.Tags[1].Value))
            .Select(members => new Measurement<long>(members.Sum(consumer => read(consumer)()), members.First().Tags));

    private sealed class Shown(Action hide) : IDisposable
    {
        public void Dispose() => hide();
    }
}
