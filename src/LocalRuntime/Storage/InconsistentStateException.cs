using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// The record is not the one that was read: someone else wrote it. An activation out of which it escapes is ended, so that the
/// next one reads again.
/// </summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>An error without details.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>An error with a message.</summary>
    /// <param name="message">What happened.</param>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with both versions.</summary>
    /// <param name="errorMsg">What happened.</param>
    /// <param name="storedEtag">The version in the storage.</param>
    /// <param name="currentEtag">The version that the writer held.</param>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>An error with both versions and a cause.</summary>
    /// <param name="errorMsg">What happened.</param>
    /// <param name="storedEtag">The version in the storage.</param>
    /// <param name="currentEtag">The version that the writer held.</param>
    /// <param name="storageException">The storage's own error.</param>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The version in the storage.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version that the writer held.</summary>
    public string? CurrentEtag { get; }
}
