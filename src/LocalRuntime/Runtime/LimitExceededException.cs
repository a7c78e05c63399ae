namespace Orleans.Runtime;

/// <summary>A mailbox is full, so the call was refused and not begun; a later try may succeed.</summary>
public sealed class LimitExceededException : OrleansException
{
    /// <summary>An error without details.</summary>
    public LimitExceededException()
        : base("Limit exceeded")
    {
    }

    /// <summary>An error with a message.</summary>
    /// <param name="message">What happened.</param>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error that names the limit.</summary>
    /// <param name="limitName">The setting.</param>
    /// <param name="current">The number that broke the limit.</param>
    /// <param name="threshold">The limit.</param>
    /// <param name="extraInfo">Where it happened.</param>
    public LimitExceededException(string limitName, int current, int threshold, object extraInfo)
        : base($"Limit exceeded {limitName} Current={current} Threshold={threshold} {extraInfo}")
    {
    }
}
