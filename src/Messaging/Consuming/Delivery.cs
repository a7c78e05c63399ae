using BookRecs.Grains.Topics;

namespace BookRecs.Messaging.Consuming;

/// <summary>A record on its way through a consumer.</summary>
/// <param name="record">The record.</param>
/// <param name="source">Where it came from.</param>
/// <param name="offset">Its place there.</param>
/// <param name="publishedAt">When it was published, or null where the transport does not tell.</param>
/// <param name="headers">What else its producer said of it, in order; null for nothing.</param>
internal sealed class Delivery(
    TopicRecord record, DeliverySource source, long offset, DateTimeOffset? publishedAt, IReadOnlyList<KeyValuePair<string, byte[]?>>? headers = null)
{
    /// <summary>The record.</summary>
    public TopicRecord Record => record;

    /// <summary>Where it came from.</summary>
    public DeliverySource Source => source;

    /// <summary>Its place there.</summary>
    public long Offset => offset;

    /// <summary>When it was published, or null where the transport does not tell.</summary>
    public DateTimeOffset? PublishedAt => publishedAt;

    /// <summary>What else its producer said of it, in order; a name may occur more than once.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]?>> Headers => headers ?? [];

    /// <summary>Its place among the records of its source that are not done; guarded by the source.</summary>
    public LinkedListNode<Delivery> Place => field ??= new(this);
}
