namespace BookRecs.Grains.Topics;

/// <summary>
/// The topics by which parts of the system that do not wait for each other talk. Every record is handled at least once; an error that
/// passes (<see cref="TransientFailure"/>) is waited out and keeps the records behind it waiting, and a record that cannot be handled goes
/// to the topic's dead-letter topic with the reason.
/// </summary>
public interface ITopics
{
    /// <summary>Publishes a record; completes when the transport has accepted it, and waits while it has no room.</summary>
    /// <param name="topic">One of <see cref="TopicNames"/>.</param>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    /// <exception cref="TopicsUnavailableException">The transport did not take it; it may still arrive.</exception>
    ValueTask PublishAsync(string topic, TopicRecord record, CancellationToken cancellationToken = default);

    /// <summary>Joins a consumer group: from now on each record goes to one member of every group, one at a time.</summary>
    /// <param name="topic">One of <see cref="TopicNames"/>, or the dead-letter topic of one.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="handler">Handles one record; its token asks it to end because the member leaves.</param>
    /// <returns>Leaves the group when disposed; completes when the record under way is done.</returns>
    IAsyncDisposable Subscribe(string topic, string group, Func<TopicRecord, CancellationToken, Task> handler);

    /// <summary>
    /// Joins a consumer group as <see cref="Subscribe"/> does, with records of one key in order and of different keys at the same time. A
    /// record without a key waits for no other.
    /// </summary>
    /// <param name="topic">One of <see cref="TopicNames"/>, or the dead-letter topic of one.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="handler">
    /// Handles some records of one key, the oldest first, and names those that cannot be handled; all others of them are done.
    /// </param>
    /// <returns>Leaves the group when disposed; completes when the records under way are done, or have had time for it.</returns>
    IAsyncDisposable SubscribeByKey(
        string topic, string group, Func<IReadOnlyList<TopicRecord>, CancellationToken, Task<IReadOnlyList<RefusedRecord>>> handler);
}
