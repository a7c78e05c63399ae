namespace BookRecs.Silo.Health;

/// <summary>Registers what /ready waits for.</summary>
internal static class Readiness
{
    /// <summary>The tag of the checks that /ready runs.</summary>
    public const string Tag = "ready";

    /// <summary>Adds the checks of model and storage.</summary>
    public static void AddReadiness(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<ModelHealthCheck>("model", tags: [Tag])
        .AddCheck<StorageHealthCheck>("storage", tags: [Tag]);
}
