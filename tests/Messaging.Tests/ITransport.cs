using BookRecs.Grains.Topics;

namespace BookRecs.Messaging.Tests;

/// <summary>A transport under test.</summary>
public interface ITransport
{
    /// <summary>Makes it, with topics that no other test uses.</summary>
    ITopics Make(MessagingOptions options);

    /// <summary>How many records of a topic it has put aside.</summary>
    long DeadLetterCount(ITopics topics);

    /// <summary>Long enough for it to do what it must not.</summary>
    Task AfterPauseAsync(CancellationToken cancellationToken);
}
