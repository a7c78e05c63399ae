namespace BookRecs.Grains.Log;

/// <summary>The log cannot be read or written now, for instance because the disk is full; a later try may succeed.</summary>
/// <param name="message">What happened, without personal data.</param>
/// <param name="innerException">The store's own error.</param>
[GenerateSerializer, Alias("bookrecs.log_unavailable")]
public sealed class LogUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
