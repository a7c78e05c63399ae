namespace Orleans.Runtime;

/// <summary>The silo cannot start with its grains or settings as they are.</summary>
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>An error with a message.</summary>
    /// <param name="message">What is wrong and what the rule is.</param>
    public OrleansConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    /// <param name="message">What is wrong and what the rule is.</param>
    /// <param name="innerException">The cause.</param>
    public OrleansConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
