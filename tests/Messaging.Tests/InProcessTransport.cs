using BookRecs.Grains.Topics;
using BookRecs.Messaging.InProcess;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookRecs.Messaging.Tests;

/// <summary>Topics within the process.</summary>
internal sealed class InProcessTransport : ITransport
{
    public ITopics Make(MessagingOptions options) =>
        new InProcessTopics(options, TimeProvider.System, NullLogger<InProcessTopics>.Instance);

    public long DeadLetterCount(ITopics topics) => ((InProcessTopics)topics).DeadLetterCount(TopicNames.NewTransactions);

    // The queue hands on at once what it hands on at all.
    public async Task AfterPauseAsync(CancellationToken cancellationToken) => await Task.Yield();
}
