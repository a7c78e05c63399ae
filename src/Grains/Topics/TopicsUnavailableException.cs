namespace BookRecs.Grains.Topics;

/// <summary>The transport of the topics cannot be reached now; a later try may succeed.</summary>
/// <param name="message">What happened, without anything secret.</param>
/// <param name="innerException">The transport's own error.</param>
[GenerateSerializer, Alias("bookrecs.topics_unavailable")]
public sealed class TopicsUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
