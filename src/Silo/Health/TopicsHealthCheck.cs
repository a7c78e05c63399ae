using BookRecs.Grains.Topics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BookRecs.Silo.Health;

/// <summary>
/// The transport of the topics can be reached. A silo that never reached it is not ready. One that did goes on serving readers when it is
/// away, and says so.
/// </summary>
internal sealed class TopicsHealthCheck(ITopicsProbe probe) : IHealthCheck
{
    private volatile bool _wasReached;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var transport = await probe.PingAsync(cancellationToken);
            _wasReached = true;
            return HealthCheckResult.Healthy(transport);
        }
        catch (TopicsUnavailableException error)
        {
            return _wasReached ? HealthCheckResult.Degraded(error.Message) : HealthCheckResult.Unhealthy(error.Message);
        }
    }
}
