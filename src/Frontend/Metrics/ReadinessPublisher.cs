using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BookRecs.Frontend.Metrics;

/// <summary>Makes a metric of what /ready would answer, so that an alert can name the condition that does not hold.</summary>
internal sealed class ReadinessPublisher(FrontendMetrics metrics) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        metrics.SetReady(report);
        return Task.CompletedTask;
    }
}
