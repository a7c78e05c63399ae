using BookRecs.Silo.Health;

namespace BookRecs.Silo.Runtime;

/// <summary>Registers what a frontend does beside answering requests.</summary>
internal static class FrontendStart
{
    /// <summary>Adds the lists that it holds in case the silos do not answer, and its readiness.</summary>
    public static void AddFrontendStart(this IServiceCollection services)
    {
        services.AddSingleton(static _ => Console.Out);
        services.AddHostedService<HeldListsService>();
        services.AddHealthChecks().AddCheck<SilosHealthCheck>("silos", tags: [Readiness.Tag]);
    }
}
