using System.Collections.Concurrent;
using System.Text;
using BookRecs.Grains.Topics;
using BookRecs.Messaging.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using static BookRecs.Messaging.Tests.Fakes.Wait;

namespace BookRecs.Messaging.Tests;

/// <summary>Partitions that move between consumers.</summary>
public sealed class KafkaRebalanceTests(KafkaBrokerFixture fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>
    /// A broker may refuse a commit during a rebalance, and the next consumer then repeats what was not committed: such a run proves that nothing is
    /// lost and the order is kept, and another one must prove that nothing is repeated.
    /// </summary>
    [Fact]
    public async Task Rebalance_LosesNothing_RepeatsNothing_AndKeepsTheOrder()
    {
        const int MostRuns = 5;
        for (var run = 1; ; run++)
        {
            var (received, rounds, told) = await MovePartitionsAsync();
            var mayRepeat = told.Exists(static line => line.Id.Name is "CommitFailed" or "GivenUp" or "Lost");
            foreach (var (key, values) in received)
            {
                var isRight = mayRepeat ? IsWholeWithRepetitions(values) : values.SequenceEqual(Enumerable.Range(0, rounds));
                Assert.True(isRight, $"{key} was handed out as {string.Join(", ", values)}. The consumers told:\n{string.Join('\n', told)}");
            }

            if (!mayRepeat)
                return;
            Assert.True(run < MostRuns, $"the broker took the commits of no run. The consumers of the last one told:\n{string.Join('\n', told)}");
        }

        // A repetition begins at or before where the last one ended, and goes on from there in order.
        static bool IsWholeWithRepetitions(IReadOnlyCollection<int> values)
        {
            var before = -1;
            return values.All(value => value <= before + 1 && (before = value) >= 0);
        }
    }

    /// <summary>Publishes rounds of records, one a key, while consumers join and leave, until each of three has had some and all are done.</summary>
    /// <returns>The rounds that each key was handed out, how many there were, and what the consumers told before they left.</returns>
    private async Task<(ConcurrentDictionary<string, ConcurrentQueue<int>> Received, int Rounds, List<FakeLogRecord> Told)> MovePartitionsAsync()
    {
        const int Keys = 40;
        var log = new FakeLogger<KafkaTopics>();
        var options = fixture.Own(new MessagingOptions());

        // The broker gives the members of a group a second less than this to join again, and waits for all of it.
        options = options with { Kafka = options.Kafka with { SessionTimeoutMilliseconds = 4_000 } };
        var received = new ConcurrentDictionary<string, ConcurrentQueue<int>>();
        var members = new ConcurrentDictionary<int, bool>();
        await using var first = KafkaBrokerFixture.Make(options, log);
        await using var second = KafkaBrokerFixture.Make(options, log);
        await using var third = KafkaBrokerFixture.Make(options, log);
        Join(first, 1);
        using var enough = new CancellationTokenSource();
        var rounds = 0;
        var publishing = Task.Run(
            async () =>
            {
                for (; !enough.IsCancellationRequested; rounds++)
                {
                    await Task.WhenAll(Enumerable.Range(0, Keys).Select(key =>
                        first.PublishAsync(TopicNames.NewTransactions, new TopicRecord($"key {key}", Encoding.UTF8.GetBytes($"{rounds}")), Cancelled).AsTask()));
                }
            },
            Cancelled);
        await UntilAsync(() => members.ContainsKey(1));
        var joined = Join(second, 2);
        await UntilAsync(() => members.ContainsKey(2));
        await joined.DisposeAsync();
        Join(third, 3);
        await UntilAsync(() => members.ContainsKey(3));
        await enough.CancelAsync();
        await publishing;
        await UntilAsync(() => received.Values.Count(values => values.Contains(rounds - 1)) == Keys);
        return (received, rounds, log.Collector.GetSnapshot().Where(static line => line.Level > LogLevel.Debug).ToList());

        IAsyncDisposable Join(KafkaTopics topics, int member) => topics.SubscribeByKey(TopicNames.NewTransactions, "group", (records, _) =>
        {
            members.TryAdd(member, true);
            foreach (var record in records)
                received.GetOrAdd(record.Key, static _ => new()).Enqueue(int.Parse(Encoding.UTF8.GetString(record.Value.Span), System.Globalization.CultureInfo.InvariantCulture));
            return Task.FromResult<IReadOnlyList<RefusedRecord>>([]);
        });
    }
}
