namespace BookRecs.Storage;

/// <summary>
/// The store cannot be opened or used as asked. The message is meant for the operator: it names the file or the setting, what is
/// wrong with it, and what to do.
/// </summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="innerException">The error below, if there was one.</param>
public sealed class StorageException(string message, Exception? innerException = null) : Exception(message, innerException);
