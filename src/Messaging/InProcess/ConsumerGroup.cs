using System.Threading.Channels;
using BookRecs.Grains.Topics;

namespace BookRecs.Messaging.InProcess;

/// <summary>A bounded queue and the members that take records from it, each record going to one of them.</summary>
/// <param name="name">The group's name.</param>
/// <param name="capacity">The most records that wait.</param>
/// <param name="time">The clock.</param>
internal sealed class ConsumerGroup(string name, int capacity, TimeProvider time) : IAsyncDisposable
{
    private readonly Channel<(TopicRecord Record, DateTimeOffset PublishedAt)> _queue =
        Channel.CreateBounded<(TopicRecord, DateTimeOffset)>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait });

    private readonly Lock _joining = new();
    private readonly List<ConsumerGroupMember> _members = [];

    /// <summary>The group's name.</summary>
    public string Name => name;

    /// <summary>What was published and not yet taken.</summary>
    public ChannelReader<(TopicRecord Record, DateTimeOffset PublishedAt)> Queue => _queue.Reader;

    /// <summary>Puts a record in the queue, waiting while it is full.</summary>
    public async ValueTask EnqueueAsync(TopicRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync((record, time.GetUtcNow()), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The process is going down, and nothing of these topics outlives it.
        }
    }

    /// <summary>Adds a member.</summary>
    public void Join(ConsumerGroupMember member)
    {
        lock (_joining)
            _members.Add(member);
    }

    /// <summary>Takes a member out.</summary>
    public void Leave(ConsumerGroupMember member)
    {
        lock (_joining)
            _members.Remove(member);
    }

    /// <summary>Ends all members.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        ConsumerGroupMember[] members;
        lock (_joining)
            members = [.. _members];
        foreach (var member in members)
            await member.DisposeAsync();
    }
}
