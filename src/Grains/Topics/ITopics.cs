namespace BookRecs.Grains.Topics;

/// <summary>The topics by which parts of the system that do not wait for each other talk.</summary>
public interface ITopics
{
    /// <summary>Publishes a record; completes when the transport has accepted it, and waits while a consumer group is behind.</summary>
    /// <param name="topic">One of <see cref="TopicNames"/>.</param>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    ValueTask PublishAsync(string topic, TopicRecord record, CancellationToken cancellationToken = default);

    /// <summary>
    /// Joins a consumer group: from now on each record goes to one member of every group. A record whose handler throws goes to
    /// the topic's dead-letter topic with the reason, and the next one follows.
    /// </summary>
    /// <param name="topic">One of <see cref="TopicNames"/>, or the dead-letter topic of one.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="handler">Handles one record at a time.</param>
    /// <returns>Leaves the group when disposed; completes when the record under way is done.</returns>
    IAsyncDisposable Subscribe(string topic, string group, Func<TopicRecord, CancellationToken, Task> handler);
}
