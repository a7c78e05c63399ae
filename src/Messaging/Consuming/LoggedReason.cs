using BookRecs.Grains.Log;
using BookRecs.Grains.Topics;

namespace BookRecs.Messaging.Consuming;

/// <summary>What the log may say of an error.</summary>
internal static class LoggedReason
{
    /// <summary>
    /// The text of errors that are known to hold no personal data, and of others the type alone: the runtime's name the grain that was called,
    /// and a reader's grain is named after the reader.
    /// </summary>
    public static string Of(Exception error) =>
        error is LogUnavailableException or TopicsUnavailableException ? error.Message : error.GetType().Name;
}
