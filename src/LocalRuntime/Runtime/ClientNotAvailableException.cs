namespace Orleans.Runtime;

/// <summary>The observer is gone: its reference was deleted, or the object was collected.</summary>
public sealed class ClientNotAvailableException : OrleansException
{
    internal ClientNotAvailableException(string message)
        : base(message)
    {
    }
}
