using BookRecs.Frontend.Health;
using BookRecs.Frontend.Hosting;
using BookRecs.Frontend.Items;
using BookRecs.Frontend.Metrics;
using BookRecs.Frontend.Models;
using BookRecs.Frontend.OpenApi;
using BookRecs.Frontend.Recommendations;
using BookRecs.Frontend.Requests;
using BookRecs.Frontend.Security;
using BookRecs.Frontend.Transactions;
using BookRecs.Frontend.Users;

namespace BookRecs.Frontend;

/// <summary>Puts the HTTP interface into the host's pipeline.</summary>
public static class FrontendEndpoints
{
    /// <summary>Adds the middleware and maps every route. Call it once, after <see cref="FrontendServices.AddBookRecsFrontend"/>.</summary>
    /// <param name="app">The host.</param>
    /// <param name="servesApi">False where only health, readiness and metrics are answered.</param>
    /// <returns>The same host.</returns>
    public static WebApplication UseBookRecsFrontend(this WebApplication app, bool servesApi = true)
    {
        app.Use(RawPath.SameForEveryForm);
        app.UseRouting();
        app.UseMiddleware<FrontDoor>();
        var services = app.Services;
        if (servesApi)
            MapApi(app, services);
        MapProbes(app, services);
        if (servesApi)
            MapDocuments(app, services);
        return app;
    }

    /// <summary>Lets a route through only with the admin key, which a browser asks its user for as a password.</summary>
    public static TBuilder RequireAdminKeyOfBrowser<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.WithMetadata(Access.AdminPage);
        routes.Add(static route => route.Metadata.Add(new ExcludeFromDescriptionAttribute()));
        return routes;
    }

    private static void MapApi(WebApplication app, IServiceProvider services)
    {
        var recommendations = services.GetRequiredService<RecommendationsEndpoint>();
        var items = services.GetRequiredService<ItemsEndpoint>();
        var itemWrites = services.GetRequiredService<ItemWritesEndpoint>();
        var transactions = services.GetRequiredService<TransactionsEndpoint>();
        var history = services.GetRequiredService<HistoryEndpoint>();
        var models = services.GetRequiredService<ModelsEndpoint>();

        app.MapGet("/v1/recommendations", recommendations.HandleAsync).Describe(ApiOperations.Recommendations);
        app.MapGet("/v1/items/{item_id}", items.GetAsync).Describe(ApiOperations.Item);
        app.MapGet("/v1/items/{item_id}/similar", items.GetSimilarAsync).Describe(ApiOperations.Similar);
        app.MapPut("/v1/items/{item_id}", itemWrites.PutAsync).Describe(CatalogueOperations.Put).WithMetadata(Access.Admin);
        app.MapPut("/v1/items/{item_id}/availability", itemWrites.PutAvailabilityAsync)
            .Describe(CatalogueOperations.PutAvailability).WithMetadata(Access.Admin);
        app.MapPost("/v1/transactions", transactions.HandleAsync).Describe(ApiOperations.Transactions);
        app.MapGet("/v1/users/{user_id}/history", history.HandleAsync).Describe(ApiOperations.History);
        app.MapGet("/v1/models", models.ListAsync).Describe(ApiOperations.Models);
        app.MapPost("/v1/models/retrain", models.RetrainAsync).Describe(ApiOperations.Retrain).WithMetadata(Access.Admin);
        app.MapPost("/v1/models/{version}/activate", models.ActivateAsync).Describe(ApiOperations.Activate).WithMetadata(Access.Admin);
        app.MapPost("/v1/models/rollback", models.RollbackAsync).Describe(ApiOperations.Rollback).WithMetadata(Access.Admin);
    }

    // Every role has these. Probes would drown the readers' requests in the figures.
    private static void MapProbes(WebApplication app, IServiceProvider services)
    {
        var health = services.GetRequiredService<HealthEndpoint>();
        var metrics = services.GetRequiredService<MetricsEndpoint>();
        app.MapGet("/health", HealthEndpoint.HealthAsync).Describe(ApiOperations.Health).WithMetadata(Access.Open).DisableHttpMetrics();
        app.MapGet("/ready", health.ReadyAsync).Describe(ApiOperations.Ready).WithMetadata(Access.Open).DisableHttpMetrics();
        app.MapGet("/metrics", metrics.HandleAsync).Describe(ApiOperations.Metrics).WithMetadata(Access.Metrics).DisableHttpMetrics();
    }

    private static void MapDocuments(WebApplication app, IServiceProvider services)
    {
        var documents = services.GetRequiredService<ApiDocumentEndpoint>();
        app.MapGet("/openapi/v1.json", documents.DocumentAsync).Describe(ApiOperations.Document);
        app.MapGet("/", ApiDocumentEndpoint.IndexAsync).Describe(ApiOperations.Index);
    }
}
