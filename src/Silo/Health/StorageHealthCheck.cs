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
            return HealthCheckResult.Unhealthy(error.Message);
        }
    }
}
