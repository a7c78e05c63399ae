namespace BookRecs.Silo.Health;

/// <summary>Registers what /ready waits for.</summary>
internal static class Readiness
{
    /// <summary>The tag of the checks that /ready runs.</summary>
    public const string Tag = "ready";

    /// <summary>Adds the checks of model, storage and topics.</summary>
    public static void AddReadiness(this IServiceCollection services)
    {
        // One for the life of the process: it remembers.
        services.AddSingleton<TopicsHealthCheck>();
        services.AddHealthChecks()
            .AddCheck<ModelHealthCheck>("model", tags: [Tag])
            .AddCheck<StorageHealthCheck>("storage", tags: [Tag])
            .AddCheck<TopicsHealthCheck>("topics", tags: [Tag]);
    }
}
