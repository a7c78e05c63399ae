using BookRecs.Grains.Models;
using BookRecs.Silo.Startup;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BookRecs.Silo.Health;

/// <summary>A model is loaded and has ranked first lists; until then the answer says how far the start is.</summary>
internal sealed class ModelHealthCheck(ModelHost models, StartStage stage) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((models.Version, models.LoadError) switch
        {
            (null, null) => HealthCheckResult.Unhealthy(stage.Text),
            (null, { } error) => HealthCheckResult.Unhealthy($"the active model cannot be loaded: {error}"),
            _ when stage.IsWarmingUp => HealthCheckResult.Unhealthy("ranking first lists"),
            ({ } version, null) => HealthCheckResult.Healthy(version),
            ({ } version, { } error) =>
                HealthCheckResult.Degraded($"{version} goes on serving, as {models.WantedVersion} cannot be loaded: {error}"),
        });
}
