using BookRecs.Frontend.Recommendations;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BookRecs.Silo.Runtime;

/// <summary>
/// A frontend can answer once it has heard of the silos. It goes on when they fall silent, as what it holds is better than no answer.
/// </summary>
internal sealed class SilosHealthCheck(HeldLists lists) : IHealthCheck
{
    private static readonly TimeSpan Silence = HeldListsService.Interval * 3;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lists.Age switch
        {
            null => HealthCheckResult.Unhealthy("no silo has answered yet"),
            { } age when age > Silence => HealthCheckResult.Degraded(
                FormattableString.Invariant($"no silo answers since {age.TotalSeconds:0} s; readers get the popular list")),
            _ => HealthCheckResult.Healthy(),
        });
}
