using System.Globalization;

namespace Orleans;

/// <summary>
/// How long a caller waits for the answer of a method where that differs from other methods. It matters between processes; within this
/// one every call may take as long as <see cref="Configuration.SiloMessagingOptions.ResponseTimeout"/> says.
/// </summary>
/// <param name="timeout">The time, such as "00:00:30".</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
{
    /// <summary>The time.</summary>
    public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
}
