using System.Collections.Concurrent;
using System.Threading.Channels;
using BookRecs.Grains.Topics;

namespace BookRecs.Messaging.Tests;

/// <summary>Records of one key are handled in order, together where they wait, and no key waits for another.</summary>
public abstract class KeySuite(ITransport transport) : TopicsSuite(transport)
{
    [Fact]
    public async Task ByKey_KeepsTheOrderOfAKey_AndLetsNoKeyWaitForAnother()
    {
        await using var topics = Start(Defaults);
        var mayGoOn = new TaskCompletionSource();
        var received = new ConcurrentDictionary<string, ConcurrentQueue<string>>();
        var done = Channel.CreateUnbounded<string>();
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            Assert.Single(records.Select(record => record.Key).Distinct());
            if (records[0].Key == "slow")
                await mayGoOn.Task;
            foreach (var record in records)
            {
                received.GetOrAdd(record.Key, static _ => new()).Enqueue(Text(record));
                await done.Writer.WriteAsync(record.Key, Cancelled);
            }

            return [];
        });
        string[] keys = ["slow", "a", "b", "c", "d"];
        for (var number = 0; number < 100; number++)
        {
            foreach (var key in keys)
                await topics.Topics.PublishAsync(Topic, Record(key, $"{number}"), Cancelled);
        }

        Assert.DoesNotContain("slow", await TakeAsync(done.Reader, 400));
        mayGoOn.SetResult();
        await TakeAsync(done.Reader, 100);
        Assert.All(keys, key => Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}"), received[key]));
    }

    [Fact]
    public async Task ByKey_WithoutAKey_WaitsForNoOther()
    {
        await using var topics = Start(Defaults);
        var mayGoOn = new TaskCompletionSource();
        var done = Channel.CreateUnbounded<string>();
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            var value = Text(Assert.Single(records));
            if (value == "slow")
                await mayGoOn.Task;
            await done.Writer.WriteAsync(value, Cancelled);
            return [];
        });
        await topics.Topics.PublishAsync(Topic, Record("", "slow"), Cancelled);
        await topics.Topics.PublishAsync(Topic, Record("", "fast"), Cancelled);
        Assert.Equal(["fast"], await TakeAsync(done.Reader, 1));
        mayGoOn.SetResult();
        Assert.Equal(["slow"], await TakeAsync(done.Reader, 1));
    }

    [Fact]
    public async Task ByKey_HandsOverWhatWaits_UpToTheBound()
    {
        await using var topics = Start(Defaults with { BatchLimit = 10 });
        var mayGoOn = new TaskCompletionSource();
        var (sizes, witnessed) = (Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<string>());
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            await mayGoOn.Task;
            await sizes.Writer.WriteAsync(records.Count, Cancelled);
            return [];
        });
        topics.Topics.Subscribe(Topic, "witness", async (record, _) => await witnessed.Writer.WriteAsync(Text(record), Cancelled));

        // What another group has seen has most likely reached this one too; where it has not, the next round tells.
        for (var round = 0; round < 20; round++)
        {
            for (var number = 0; number < 41; number++)
                await topics.Topics.PublishAsync(Topic, Record("key", $"{number}"), Cancelled);
            await TakeAsync(witnessed.Reader, 41);
            mayGoOn.SetResult();
            var taken = new List<int>();
            while (taken.Sum() < 41)
                taken.Add(await sizes.Reader.ReadAsync(Cancelled));
            Assert.All(taken, static size => Assert.InRange(size, 1, 10));
            if (taken.Max() > 1)
                return;
            mayGoOn = new TaskCompletionSource();
        }

        Assert.Fail("Records of one key that wait must be handed over together, but each came alone in 20 rounds.");
    }

    [Fact]
    public async Task ByKey_RefusedRecords_GoToTheDeadLetters_AndTheOthersAreDone()
    {
        await using var topics = Start(Defaults);
        var dead = Letters(topics.Topics);
        var handled = Channel.CreateUnbounded<string>();
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            var refused = new List<RefusedRecord>();
            for (var place = 0; place < records.Count; place++)
            {
                if (Text(records[place]) == "bad")
                    refused.Add(new RefusedRecord(place, "kind must be known"));
                else
                    await handled.Writer.WriteAsync(Text(records[place]), Cancelled);
            }

            return refused;
        });
        foreach (var value in new[] { "1", "bad", "2" })
            await topics.Topics.PublishAsync(Topic, Record("key", value), Cancelled);
        Assert.Equal(["1", "2"], await TakeAsync(handled.Reader, 2));
        var letter = await dead.ReadAsync(Cancelled);
        Assert.Equal(("key", "bad", "kind must be known"), (letter.Key, Text(letter), letter.Reason));
    }
}
