using BookRecs.Frontend.Calls;
using BookRecs.Frontend.Health;
using BookRecs.Frontend.Hosting;
using BookRecs.Frontend.Items;
using BookRecs.Frontend.Metrics;
using BookRecs.Frontend.Models;
using BookRecs.Frontend.OpenApi;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Recommendations;
using BookRecs.Frontend.Security;
using BookRecs.Frontend.Transactions;
using BookRecs.Frontend.Users;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend;

/// <summary>Registers what the HTTP interface needs.</summary>
public static class FrontendServices
{
    /// <summary>
    /// Adds the HTTP interface: endpoints, limits, keys and the OpenAPI document. It needs an <c>IGrainFactory</c> from the runtime, and
    /// shows at <c>/ready</c> the health checks that the host registers with the tag "ready".
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">
    /// Holds the sections <c>BookRecs:Http</c> and <c>BookRecs:Security</c>; a setting of another name there is refused.
    /// </param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddBookRecsFrontend(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HttpOptions>()
            .Bind(configuration.GetSection(HttpOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddOptions<SecurityOptions>()
            .Bind(configuration.GetSection(SecurityOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<HttpOptions>, HttpOptionsValidator>();
        services.AddSingleton<IValidateOptions<SecurityOptions>, SecurityOptionsValidator>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        services.AddHostedService<ListenGuard>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHealthChecks();
        services.AddFrontendMetrics();
        services.AddSingleton<Gatekeeper>();
        services.AddSingleton<GrainCalls>();
        services.AddSingleton(static provider => new HeldLists(
            provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<GrainCalls>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RenderedLists>();
        services.AddSingleton<RetrainLimit>();
        services.AddSingleton<TransactionRecorder>();
        services.AddSingleton<RecommendationsEndpoint>();
        services.AddSingleton<ItemsEndpoint>();
        services.AddSingleton<ItemWritesEndpoint>();
        services.AddSingleton<TransactionsEndpoint>();
        services.AddSingleton<HistoryEndpoint>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<HealthEndpoint>();
        services.AddApiDocument();
        services.Configure<LoggerFilterOptions>(QuietPerRequestLogs);
        return services;
    }

    private static void AddFrontendMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<FrontendMetrics>();
        services.AddSingleton<MetricsEndpoint>();
        services.AddSingleton<IHealthCheckPublisher, ReadinessPublisher>();
        services.Configure<HealthCheckPublisherOptions>(static publisher =>
        {
            publisher.Predicate = static check => check.Tags.Contains(HealthEndpoint.ReadyTag);
            publisher.Period = TimeSpan.FromSeconds(15);
        });
    }

    // Two lines and a scope for each request cost more than the request. Rules of the configuration come later and win.
    private static void QuietPerRequestLogs(LoggerFilterOptions filter)
    {
        filter.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.AspNetCore", LogLevel.Warning, null));
        filter.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, null));
    }
}
