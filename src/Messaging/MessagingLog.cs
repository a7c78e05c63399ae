using Microsoft.Extensions.Logging;

namespace BookRecs.Messaging;

/// <summary>Every log message of the project; event ids 4000 to 4099.</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(4000, LogLevel.Warning, "A record of topic {Topic} could not be handled and went to its dead-letter topic: {Reason}")]
    public static partial void DeadLetter(ILogger logger, string topic, string reason);
}
