using System.Text;
using System.Threading.Channels;
using BookRecs.Grains.Topics;

namespace BookRecs.Messaging.Tests;

/// <summary>What every transport does. Each test has topics of its own, and each class of tests waits for its groups to form beside the others.</summary>
public abstract class TopicsSuite(ITransport transport)
{
    protected const string Topic = TopicNames.NewTransactions;

    protected static readonly MessagingOptions Defaults = new() { RetryDelayMilliseconds = 1, LongestRetryDelayMilliseconds = 20 };

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected ITransport Transport { get; } = transport;

    protected static TopicRecord Record(string key, string value) => new(key, Encoding.UTF8.GetBytes(value));

    protected static string Text(TopicRecord record) => Encoding.UTF8.GetString(record.Value.Span);

    protected static ChannelReader<string> Collect(ITopics topics, string group)
    {
        var received = Channel.CreateUnbounded<string>();
        topics.Subscribe(Topic, group, (record, _) => received.Writer.WriteAsync(Text(record), Cancelled).AsTask());
        return received.Reader;
    }

    protected static ChannelReader<TopicRecord> Letters(ITopics topics)
    {
        var letters = Channel.CreateUnbounded<TopicRecord>();
        topics.Subscribe(TopicNames.DeadLetterOf(Topic), "letters", (record, _) => letters.Writer.WriteAsync(record, Cancelled).AsTask());
        return letters.Reader;
    }

    protected static async Task<List<string>> TakeAsync(ChannelReader<string> reader, int count)
    {
        var taken = new List<string>();
        while (taken.Count < count)
            taken.Add(await reader.ReadAsync(Cancelled).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancelled));
        return taken;
    }

    protected StartedTopics Start(MessagingOptions options) => new(Transport.Make(options));

    protected sealed record StartedTopics(ITopics Topics) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ((IAsyncDisposable)Topics).DisposeAsync();
    }
}
