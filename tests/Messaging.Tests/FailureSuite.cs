using System.Collections.Concurrent;
using System.Threading.Channels;
using BookRecs.Grains.Log;
using BookRecs.Grains.Topics;
using static BookRecs.Messaging.Tests.Fakes.Wait;

namespace BookRecs.Messaging.Tests;

/// <summary>What becomes of a record whose handler fails.</summary>
public abstract class FailureSuite(ITransport transport) : TopicsSuite(transport)
{
    [Fact]
    public async Task RecordThatCannotBeHandled_GoesToTheDeadLetters_AndTheNextFollows()
    {
        await using var topics = Start(Defaults);
        var dead = Letters(topics.Topics);
        var handled = Channel.CreateUnbounded<string>();
        topics.Topics.Subscribe(Topic, "group", (record, _) => Text(record) == "bad"
            ? throw new InvalidDataException("version must be 1")
            : handled.Writer.WriteAsync(Text(record), Cancelled).AsTask());
        await topics.Topics.PublishAsync(Topic, Record("key", "bad"), Cancelled);
        await topics.Topics.PublishAsync(Topic, Record("key", "good"), Cancelled);
        Assert.Equal(["good"], await TakeAsync(handled.Reader, 1));
        var letter = await dead.ReadAsync(Cancelled);
        Assert.Equal(("key", "bad", "version must be 1"), (letter.Key, Text(letter), letter.Reason));
    }

    [Fact]
    public async Task WhatPassesByItself_IsWaitedOut_AndKeepsTheOrder()
    {
        await using var topics = Start(Defaults with { Attempts = 1 });
        var failures = 0;
        var handled = Channel.CreateUnbounded<string>();
        topics.Topics.SubscribeByKey(Topic, "group", async (records, _) =>
        {
            if (Interlocked.Increment(ref failures) <= 20)
                throw new LogUnavailableException("the disk is full");
            foreach (var record in records)
                await handled.Writer.WriteAsync(Text(record), Cancelled);
            return [];
        });
        foreach (var value in new[] { "1", "2", "3" })
            await topics.Topics.PublishAsync(Topic, Record("key", value), Cancelled);
        Assert.Equal(["1", "2", "3"], await TakeAsync(handled.Reader, 3));
        Assert.Equal(0, Transport.DeadLetterCount(topics.Topics));
    }

    [Fact]
    public async Task UnexpectedError_IsTriedSomeTimes_AndHarmsNoOtherRecord()
    {
        await using var topics = Start(Defaults with { Attempts = 3 });
        var dead = Letters(topics.Topics);
        var attempts = 0;
        var handled = new ConcurrentQueue<string>();
        topics.Topics.SubscribeByKey(Topic, "group", (records, _) =>
        {
            if (records.Any(record => Text(record) == "bad"))
            {
                if (records.Count == 1)
                    Interlocked.Increment(ref attempts);
                throw new ArithmeticException("no result");
            }

            foreach (var record in records)
                handled.Enqueue(Text(record));
            return Task.FromResult<IReadOnlyList<RefusedRecord>>([]);
        });
        foreach (var value in new[] { "1", "bad", "2" })
            await topics.Topics.PublishAsync(Topic, Record("key", value), Cancelled);
        var letter = await dead.ReadAsync(Cancelled);
        Assert.Equal(("bad", "ArithmeticException: no result"), (Text(letter), letter.Reason));
        Assert.InRange(attempts, 3, 4);
        await UntilAsync(() => handled.Count == 2);
        Assert.Equal(["1", "2"], handled);
    }
}
