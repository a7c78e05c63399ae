using System.Threading.Channels;
using BookRecs.Grains.Topics;

namespace BookRecs.Messaging.InProcess;

/// <summary>A bounded queue and the members that take records from it, each record going to one of them.</summary>
/// <param name="name">The group's name.</param>
/// <param name="capacity">The most records that wait.</param>
/// <param name="onFailure">Takes a record that a member could not handle.</param>
internal sealed class ConsumerGroup(string name, int capacity, Func<TopicRecord, Exception, Task> onFailure) : IAsyncDisposable
{
    private readonly Channel<TopicRecord> _queue = Channel.CreateBounded<TopicRecord>(
        new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait });

    private readonly Lock _joining = new();
    private readonly List<Member> _members = [];

    /// <summary>The group's name.</summary>
    public string Name => name;

    private Func<TopicRecord, Exception, Task> OnFailure => onFailure;

    /// <summary>Puts a record in the queue, waiting while it is full.</summary>
    public async ValueTask EnqueueAsync(TopicRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(record, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The process is going down, and nothing of these topics outlives it.
        }
    }

    /// <summary>Adds a member.</summary>
    public IAsyncDisposable Join(Func<TopicRecord, CancellationToken, Task> handler)
    {
        var member = new Member(this, handler);
        lock (_joining)
            _members.Add(member);
        return member;
    }

    /// <summary>Ends all members.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        Member[] members;
        lock (_joining)
            members = [.. _members];
        foreach (var member in members)
            await member.DisposeAsync();
    }

    private sealed class Member : IAsyncDisposable
    {
        private readonly ConsumerGroup _group;
        private readonly Func<TopicRecord, CancellationToken, Task> _handler;
        private readonly CancellationTokenSource _leaving = new();
        private readonly Task _loop;

        public Member(ConsumerGroup group, Func<TopicRecord, CancellationToken, Task> handler)
        {
            _group = group;
            _handler = handler;
            _loop = Task.Run(ConsumeAsync);
        }

        public async ValueTask DisposeAsync()
        {
            lock (_group._joining)
                _group._members.Remove(this);
            await _leaving.CancelAsync();
            await _loop;
        }

        private async Task ConsumeAsync()
        {
            try
            {
                await foreach (var record in _group._queue.Reader.ReadAllAsync(_leaving.Token))
                    await HandleAsync(record);
            }
            catch (OperationCanceledException)
            {
                // The member left.
            }
        }

        private async Task HandleAsync(TopicRecord record)
        {
            try
            {
                await _handler(record, _leaving.Token);
            }
            catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
            {
                // The member left while it worked on the record.
            }
            catch (Exception error)
            {
                await _group.OnFailure(record, error);
            }
        }
    }
}
