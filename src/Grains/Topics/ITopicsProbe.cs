namespace BookRecs.Grains.Topics;

/// <summary>Tells whether the transport of the topics works, for readiness.</summary>
public interface ITopicsProbe
{
    /// <summary>Asks the transport.</summary>
    /// <returns>What is used, for people, such as "in process".</returns>
    /// <exception cref="TopicsUnavailableException">It cannot be reached.</exception>
    Task<string> PingAsync(CancellationToken cancellationToken = default);
}
