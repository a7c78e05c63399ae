namespace BookRecs.Grains.Log;

/// <summary>Tells whether the store works, for readiness.</summary>
public interface IStorageProbe
{
    /// <summary>Reads, and where writing failed last, tries to write.</summary>
    /// <exception cref="LogUnavailableException">The store cannot be read or written.</exception>
    Task PingAsync(CancellationToken cancellationToken = default);
}
