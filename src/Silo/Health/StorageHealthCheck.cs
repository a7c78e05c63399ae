using BookRecs.Grains.Log;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BookRecs.Silo.Health;

/// <summary>The store can be read and written.</summary>
internal sealed class StorageHealthCheck(IStorageProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await probe.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (LogUnavailableException error)
        {
            // The answer goes on after it.
            return HealthCheckResult.Unhealthy(error.Message.TrimEnd('.'));
        }
    }
}
